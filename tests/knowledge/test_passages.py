import pytest
from samples import SOURCE, make_guidance, make_passage, make_source, make_use

from chatbot.domain import Ask, Jurisdiction, Origin, Passage, Position, SourceKind, Strength, Use
from chatbot.knowledge.library import Library
from chatbot.knowledge.passages import STRENGTH_OF_KIND, belongs, from_fact, from_use, passage_id, treatment
from chatbot.knowledge.records import FactRecord, PlanRecord
from chatbot.knowledge.wording import Wording

US, EU, UK = Jurisdiction.US, Jurisdiction.EU, Jurisdiction.UK
SOURCES = {name: make_source(name) for name in ("leaflet", "book")}
FACT = {
    "id": "socks",
    "text": "Bring socks. It gets cold.",
    "topics": ["session", "home"],
    "uses": ["hiccups"],
    "source": "leaflet",
    "locator": "page 1",
    "strength": "expert",
    "also": ["book"],
    "disagrees_with": ["no-socks"],
    "asks": ["what to bring", {"ask": "is it cold", "says": "yes"}],
}


def _of(use: Use, origin: Origin, wording: Wording) -> list[Passage]:
    return [passage for passage in from_use(use, wording) if passage.origin is origin]


def test_an_id_names_its_record_and_changes_with_its_text() -> None:
    first, second = passage_id("socks", "Bring socks."), passage_id("socks", "Bring shoes.")
    assert first.startswith("socks-")
    assert first != second
    assert first == passage_id("socks", "Bring socks.")


def test_a_fact_becomes_a_passage_word_for_word() -> None:
    made = from_fact(FactRecord.model_validate(FACT), "packing", SOURCES)
    assert (made.text, made.sentences) == (FACT["text"], ("Bring socks.", "It gets cold."))
    assert made.sources == (SOURCES["leaflet"], SOURCES["book"])
    assert (made.record, made.subject, made.origin) == ("socks", "packing", Origin.FACT)
    assert made.topics == {"session", "home"}
    assert (made.uses, made.strength) == (("hiccups",), Strength.EXPERT)
    assert made.asks == (Ask(text="what to bring"), Ask(text="is it cold", says="yes"))
    assert made.disagrees_with == ("no-socks",)


@pytest.mark.parametrize(
    ("approved", "begins"),
    [
        (True, "dialysis is approved for hiccups in the US."),
        (False, "dialysis is not approved for hiccups in the US."),
        (None, "This library does not know whether dialysis is approved for hiccups in the US."),
    ],
)
def test_a_status_is_worded_as_it_is_known(approved: bool | None, begins: str, tiny_library: Library) -> None:  # noqa: FBT001
    (made,) = _of(make_use({US: approved}), Origin.STATUS, tiny_library.wording)
    assert made.text == f"{begins} The label was read."
    assert made.topics == {"uses"}
    assert (made.jurisdiction, made.uses) == (US, ("hiccups",))


@pytest.mark.parametrize("position", Position)
def test_guidance_names_its_body_and_year(position: Position, tiny_library: Library) -> None:
    use = make_use({}, guidance=(make_guidance(position), make_guidance(position, "A board", None)))
    dated, undated = _of(use, Origin.GUIDANCE, tiny_library.wording)
    assert dated.text.startswith("A society (2024) ")
    assert undated.text.startswith("A board ")
    assert dated.strength is Strength.GUIDELINE
    assert ("access" in dated.topics) == (position is not Position.SILENT)


def test_evidence_leans_on_all_its_sources_and_the_summary_on_those_that_carry_it(tiny_library: Library) -> None:
    book = make_source("book")
    use = make_use({}, evidence_sources=(SOURCE, book), summary_sources=(book,), sources=(SOURCE, book))
    (evidence,) = _of(use, Origin.EVIDENCE, tiny_library.wording)
    (summary,) = _of(use, Origin.SUMMARY, tiny_library.wording)
    assert evidence.text.endswith("Few people were studied.")
    assert (evidence.sources, summary.sources) == ((SOURCE, book), (book,))
    assert summary.text == "Little is known."


@pytest.mark.parametrize("kind", SourceKind)
def test_a_row_of_a_record_is_as_strong_as_its_source(kind: SourceKind, tiny_library: Library) -> None:
    use = make_use({}, summary_sources=(make_source(kind=kind),))
    (summary,) = _of(use, Origin.SUMMARY, tiny_library.wording)
    assert summary.strength is STRENGTH_OF_KIND.get(kind, Strength.EXPERT)


def test_every_kind_of_seller_speaks_as_one() -> None:
    selling = {kind for kind, strength in STRENGTH_OF_KIND.items() if strength is Strength.COMMERCIAL_CLAIM}
    assert selling == {SourceKind.COMMERCIAL, SourceKind.MAGAZINE}


@pytest.mark.parametrize(("own", "expected"), [(None, "dialysis"), ("a hot drink", "a hot drink")])
def test_a_use_names_its_own_treatment_or_the_librarys(own: str | None, expected: str, tiny_library: Library) -> None:
    use = make_use({EU: True}, treatment=own)
    assert treatment(use, tiny_library.wording) == expected
    (made,) = _of(use, Origin.STATUS, tiny_library.wording)
    assert made.text.startswith(f"{expected} is approved for hiccups in the EU.")


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        ({"subjects": ["leaflet"]}, True),
        ({"draws_on": ["cost", "home"]}, True),
        ({"subjects": ["other"], "draws_on": ["cost"]}, False),
        ({}, False),
    ],
)
def test_a_plan_draws_on_its_subjects_and_topics(plan: dict[str, list[str]], *, expected: bool) -> None:
    passage = make_passage("socks", "Bring socks.", topics=["home"])
    assert belongs(passage, PlanRecord.model_validate({"id": "a", "name": "A", **plan})) is expected
