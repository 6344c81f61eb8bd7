from dataclasses import FrozenInstanceError, replace

import pytest
from samples import SOURCE, make_passage, make_source

from chatbot.domain import COUNTRIES, Claim, Jurisdiction, Strength, UrgencyLevel

PASSAGE = make_passage("socks", "Bring socks.")


def test_a_claim_without_a_passage_cannot_be_built() -> None:
    with pytest.raises(ValueError, match=r"a claim needs a passage: 'Bring socks\.'"):
        Claim("Bring socks.", ())


def test_a_claim_cannot_lose_its_passage_later() -> None:
    claim = Claim("Bring socks.", (PASSAGE,))
    with pytest.raises(FrozenInstanceError):
        claim.passages = ()  # type: ignore[misc]
    with pytest.raises(ValueError, match="a claim needs a passage"):
        replace(claim, passages=())


def test_a_passage_leans_on_its_main_source_first() -> None:
    book = make_source("book")
    assert replace(PASSAGE, also=(book,)).sources == (SOURCE, book)
    assert PASSAGE.sources == (SOURCE,)


def test_a_reader_chooses_among_countries_and_never_all_the_world() -> None:
    assert set(COUNTRIES) == set(Jurisdiction) - {Jurisdiction.INT}


def test_the_strongest_statement_speaks_first_and_the_seller_last() -> None:
    order = list(Strength)
    assert order[:2] == [Strength.LABEL, Strength.GUIDELINE]
    assert order[-1] is Strength.COMMERCIAL_CLAIM


def test_an_emergency_comes_before_all_else() -> None:
    assert next(iter(UrgencyLevel)) is UrgencyLevel.EMERGENCY_NOW
