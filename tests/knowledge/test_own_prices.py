"""Staff's prices over the tiny library: what changes with one, and what never does."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from drafts import Draft
from pydantic import ValidationError

from chatbot.errors import CorpusError, PriceError
from chatbot.knowledge.library import Library, read_library
from chatbot.knowledge.own_prices import PREFIX, PriceFolder, PriceRecord

LIST, ITEM = "home-machine-prices", "room"
OWN = f"{PREFIX}{LIST}-{ITEM}"


def price(**changes: Any) -> PriceRecord:
    given = {"list": LIST, "item": ITEM, "amount": 1045, "instead_of": 40, "reason": "a letter", "who": "ada"}
    return PriceRecord.model_validate({**given, "checked": date(2026, 11, 20), "on": date(2026, 11, 21), **changes})


@pytest.fixture
def folder(tmp_path: Path) -> PriceFolder:
    return PriceFolder(tmp_path)


def _read(corpus: Path, tmp_path: Path, *prices: PriceRecord) -> Library:
    for one in prices:
        PriceFolder(tmp_path).put(one)
    return read_library(corpus, tmp_path)


def test_a_price_is_kept_and_taken_back(folder: PriceFolder) -> None:
    assert (folder.get(LIST, ITEM), folder.fingerprint()) == (None, "")
    folder.put(price())
    folder.put(price(amount=50))
    assert folder.get(LIST, ITEM) == price(amount=50)
    assert folder.all() == ([price(amount=50)], [])
    folder.remove(LIST, ITEM)
    folder.remove(LIST, ITEM)
    assert folder.all() == ([], [])


@pytest.mark.parametrize(
    "bad",
    [
        {"amount": 0},
        {"amount": -1},
        {"amount": 10**9},
        {"amount": 10.5},
        {"reason": " "},
        {"reason": "x" * 501},
        {"checked": date(2026, 11, 22)},
        {"checked": "soon"},
        {"who": ""},
        {"list": "../x"},
        {"currency": "USD"},
    ],
)
def test_what_is_no_price_is_refused(bad: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        price(**bad)


def test_sums_are_made_with_it_and_every_line_says_who_gave_it(tiny_corpus: Path, tmp_path: Path) -> None:
    shipped, library = read_library(tiny_corpus), _read(tiny_corpus, tmp_path, price())
    assert library.lists == shipped.costs
    assert library.fingerprint != shipped.fingerprint
    item = library.costs[0].items[2]
    assert (item.amount, item.approximate, item.source, item.fact) == (1045, False, OWN, OWN)
    assert item.what == library.wording("own_price.what", what="a room")
    assert "staff of this service gave the price of a room as 1,045 dollars" in library.costs[0].scope
    assert [one for one in library.costs[0].items if one.id != ITEM] == [
        one for one in shipped.costs[0].items if one.id != ITEM
    ]


def test_its_passage_names_staff_the_list_and_never_the_reason(tiny_corpus: Path, tmp_path: Path) -> None:
    library = _read(tiny_corpus, tmp_path, price(reason="cures everything"))
    (passage,) = library.by_record[OWN]
    assert passage.text == (
        "A room: 1,045 dollars a night. Staff of this service checked this price on 2026-11-20. "
        "The seller's own page says 40 dollars."
    )
    assert passage.source.publisher == "Staff of this service"
    assert passage.locator == "given by staff on 2026-11-21"
    assert [source.id for source in passage.sources] == [OWN, "home-seller"]
    assert passage.source.interest == library.sources["home-seller"].interest
    assert library.by_record["seller-price"][0].disagrees_with == (OWN,)
    assert not any("cures" in one.text for one in library.passages)


def test_nothing_but_prices_changes(tiny_corpus: Path, tmp_path: Path) -> None:
    shipped, library = read_library(tiny_corpus), _read(tiny_corpus, tmp_path, price())
    assert (library.uses, library.signs, library.faq) == (shipped.uses, shipped.signs, shipped.faq)
    assert [p.text for p in library.passages if p.record != OWN] == [p.text for p in shipped.passages]
    again = library.shipped
    assert [p.text for p in again.passages] == [p.text for p in shipped.passages]
    assert (again.costs, again.own_prices) == (shipped.costs, ())


@pytest.mark.parametrize(
    ("old", "new", "field", "what"),
    [
        ("amount: 1045", "amount: nothing", "amount", "valid integer"),
        ("who: ada", "whose: ada", "who", "is missing"),
        ("item: room", "item: garage", "list, item", "make it the same as the file's name"),
    ],
)
def test_a_price_that_does_not_hold_is_told_with_its_file(
    old: str, new: str, field: str, what: str, tiny_corpus: Path, tmp_path: Path, folder: PriceFolder
) -> None:
    folder.put(price())
    path = tmp_path / "prices" / f"{LIST}.{ITEM}.yaml"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(CorpusError) as caught:
        read_library(tiny_corpus, tmp_path)
    told = caught.value.problems
    assert any((one.file, one.field) == (f"prices/{path.name}", field) and what in one.what for one in told)
    with pytest.raises(PriceError):
        folder.get(LIST, ITEM)


def test_a_price_of_an_item_that_is_gone_is_told(draft: Draft, tmp_path: Path) -> None:
    with pytest.raises(CorpusError) as caught:
        _read(draft.folder, tmp_path, price(item="garage"))
    (problem,) = caught.value.problems
    assert (problem.file, problem.what) == (
        f"prices/{LIST}.garage.yaml",
        "names an item that is in no price list; delete this file",
    )


def test_no_record_of_the_product_has_an_id_like_theirs(library: Library) -> None:
    assert not [name for name in (*library.sources, *library.by_record) if name.startswith(PREFIX)]
