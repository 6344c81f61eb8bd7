"""What must hold between records, tried on a corpus that was sound before one change."""

import pytest
from drafts import Draft

DANGLING = [
    ("facts/cost.yaml", "source: home-seller", "source: nobody", "seller-price", "source"),
    ("facts/cost.yaml", "uses: []", "uses: [nobody]", "seller-price", "uses"),
    ("facts/side-effects.yaml", "also: [ward-leaflet]", "also: [nobody]", "access-infection", "also"),
    ("facts/session.yaml", "disagrees_with: [daily-at", "disagrees_with: [nobody, daily-at", "", "disagrees_with"),
    ("uses/kidneys.yaml", "source: machine-label-us", "source: nobody", "kidney-failure", "status.*.source"),
    ("uses/kidneys.yaml", "source: kidney-guideline", "source: nobody", "kidney-failure", "guidance.*.source"),
    ("uses/elsewhere.yaml", "sources: [heart-review]", "sources: [nobody]", "heart-failure-fluid", "evidence.sources"),
    ("uses/elsewhere.yaml", "sources: [heart-review,", "sources: [nobody,", "heart-failure-fluid", "sources"),
    ("uses/elsewhere.yaml", "risks.\n      source: kidney", "risks.\n      source: nobody # ", "", "label.source"),
    ("signs.yaml", "sources: [ward-leaflet]", "sources: [nobody]", "access-fever", "sources"),
    ("ambiguous.yaml", "uses: [kidney-failure,", "uses: [nobody,", "kidney trouble", "uses"),
    ("lookalikes.yaml", "looks_like: access-fever", "looks_like: nobody", "what temperature counts", "looks_like"),
    ("disagreements.yaml", "facts: [daily-at-home,", "facts: [nobody,", "A seller says", "facts"),
    ("disagreements.yaml", "sources: [kidney-guideline]", "sources: [nobody]", "A seller says", "sources"),
    ("disagreements.yaml", "sources: [kidney-guideline]", "uses: [nobody]", "A seller says", "uses"),
    ("disagreements.yaml", "sources: [kidney-guideline]", "signs: [nobody]", "A seller says", "signs"),
    ("documents.yaml", "source: ward-leaflet", "source: nobody", "leaflet", "source"),
    ("documents.yaml", "uses: [kidney-failure]", "uses: [nobody]", "leaflet", "sections.*.uses"),
    ("costs.yaml", "source: home-seller\n    name", "source: nobody\n    name", "home-machine-prices", "source"),
    ("costs.yaml", "once\n        source: home-seller", "once\n        source: nobody", "", "items.*.source"),
    (
        "costs.yaml",
        "once\n        source: home-seller\n        fact: seller-price",
        "once\n        source: home-seller\n        fact: nobody",
        "",
        "items.*.fact",
    ),
    ("costs.yaml", "plan: cost", "plan: nobody", "home-machine-prices", "plan"),
    ("costs.yaml", "uses: [kidney-failure]", "uses: [nobody]", "home-machine-prices", "asked_by.uses"),
    ("costs.yaml", "near: [cost]", "near: [nobody]", "home-machine-prices", "asked_by.near"),
    ("languages/es.yaml", "sign: access-fever", "sign: nobody", "es", "signs.*.sign"),
]


@pytest.mark.parametrize(("file", "old", "new", "record", "field"), DANGLING)
def test_a_name_of_nothing_is_told(draft: Draft, file: str, old: str, new: str, record: str, field: str) -> None:
    draft.change(file, old, new)
    told = [(p.file, p.field) for p in draft.problems() if p.record.startswith(record) and "'nobody'" in p.what]
    assert told == [(file, field)]


BROKEN = [
    ("illnesses.yaml", "[gallstones,", "[Weak heart,", "names", "is a name of heart-failure-fluid"),
    ("illnesses.yaml", "[hay fever,", "[Gallstones,", "names", "is a name of gallstones"),
    ("facts/what-it-is.yaml", "id: two-kinds", "id: machine-cleans-blood", "id", "stands 2 times"),
    ("facts/what-it-is.yaml", "id: two-kinds", "id: seller-price", "id", "(facts/cost.yaml, facts/what-it-is.yaml)"),
    ("lookalikes.yaml", "what temperature counts as a", "how often does the access start bleeding #", "id", "2"),
    ("facts/session.yaml", "    disagrees_with: [daily-at-home]\n", "", "disagrees_with", "does not name it back"),
    ("sources/commercial.yaml", "2027-05-20", "2029-11-21", "next_review", "at most 36 months later"),
    ("sources/commercial.yaml", "2027-05-20", "2029-12-01", "next_review", "at most 36 months later"),
    ("sources/commercial.yaml", "2027-05-20", "2026-11-20", "next_review", "must be after 2026-11-20"),
    ("sources/commercial.yaml", "2027-05-20", "2025-01-01", "next_review", "must be after 2026-11-20"),
    ("sources/commercial.yaml", "kind: commercial", "kind: shop", "kind", "'shop' is no kind of source"),
    ("uses/kidneys.yaml", "synonyms: [sudden", "synonyms: [Schizofrenia, sudden", "synonyms", "names schizophrenia"),
    ("uses/kidneys.yaml", "synonyms: [sudden", "synonyms: [kidney failure, sudden", "synonyms", "put it in ambiguous"),
    ("facts/cost.yaml", "topics: [cost]", "topics: [cost, weather]", "topics", "'weather' is drawn on by no plan"),
    ("documents.yaml", "topics: [what-is]\n    sec", "topics: [weather]\n    sec", "topics", "by no plan"),
    ("documents.yaml", "topics: [what-is]\n    str", "topics: [weather]\n    str", "sections.*.topics", "by no plan"),
    ("languages/es.yaml", "sign: access-fever", "sign: itching-skin", "signs", "has no words for tell-team"),
]


@pytest.mark.parametrize(("file", "old", "new", "field", "what"), BROKEN)
def test_what_does_not_hold_between_records_is_told(
    draft: Draft, file: str, old: str, new: str, field: str, what: str
) -> None:
    draft.change(file, old, new)
    assert [p for p in draft.problems() if p.file == file and p.field == field and what in p.what]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("sources/guideline.yaml", "publisher: Example Kidney Society", "publishes: Example Kidney Society"),
        ("sources/guideline.yaml", "kind: guideline", "kind: guide: line"),
        ("topics.yaml", "draws_on: [cost]", "draws: [cost]"),
        ("topics.yaml", "topics:", "themes:"),
        ("uses/kidneys.yaml", "level: strong", "level: great"),
        ("facts/session.yaml", "locator: Section 6", "locater: Section 6"),
    ],
)
def test_what_was_not_read_is_not_told_again_as_missing(draft: Draft, file: str, old: str, new: str) -> None:
    draft.change(file, old, new)
    assert {problem.file for problem in draft.problems()} == {file}


def test_a_review_may_be_due_after_36_months_to_the_day(draft: Draft) -> None:
    draft.change("sources/commercial.yaml", "2027-05-20", "2029-11-20")
    assert draft.problems() == ()


def test_a_use_may_have_its_own_name_among_its_synonyms(draft: Draft) -> None:
    draft.change("uses/kidneys.yaml", "synonyms: [sudden", "synonyms: [Acute kidney injury, sudden")
    assert draft.problems() == ()
