"""The committed corpus holds its own rules, beyond what reading it refuses."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import pytest

from chatbot.domain import Origin, Passage, SourceKind, Use
from chatbot.knowledge.files import read_files
from chatbot.knowledge.library import Library
from chatbot.knowledge.records import DocumentRecord, SourceRecord

MOST_WORDS = 65
"""Of a fact; about 60, says the corpus's README."""
MOST_SENTENCES = 3


@pytest.fixture(params=["library", "tiny_library"], ids=["corpus", "tiny"])
def either(request: pytest.FixtureRequest) -> Library:
    """Each of the two corpora in turn."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Library)
    return found


def _facts(library: Library) -> list[Passage]:
    return [passage for passage in library.passages if passage.origin is Origin.FACT]


def _twice(names: Iterable[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]


COUNTS: list[tuple[Callable[[Library], int], int]] = [
    (lambda library: len(library.sources), 524),
    (lambda library: len(library.uses), 94),
    (lambda library: len(_facts(library)), 596),
    (lambda library: len(library.signs), 50),
    (lambda library: len(library.lookalikes), 79),
]


@pytest.mark.parametrize(("count", "least"), COUNTS, ids=["sources", "uses", "facts", "signs", "look-alikes"])
def test_nothing_of_the_corpus_was_lost(library: Library, count: Callable[[Library], int], least: int) -> None:
    assert count(library) >= least


def test_every_topic_is_drawn_on_by_a_plan(either: Library) -> None:
    drawn = {topic for plan in either.plans.values() for topic in plan.draws_on}
    assert {topic for passage in _facts(either) for topic in passage.topics} - drawn == set()


def test_every_plan_draws_on_something_that_is_there(either: Library) -> None:
    subjects = {passage.subject for passage in either.passages}
    topics = {topic for passage in either.passages for topic in passage.topics}
    for plan in either.plans.values():
        assert set(plan.subjects) <= subjects
        assert set(plan.draws_on) <= topics
        for section in plan.sections:
            assert set(section.subjects) <= subjects
            assert set(section.topics) <= topics


def test_every_plan_can_be_recognised_and_has_sections_and_questions(either: Library) -> None:
    bare = [plan.id for plan in either.plans.values() if not (plan.phrases and plan.sections and plan.ask_team)]
    assert bare == []


def test_a_question_about_a_use_alone_has_one_plan(either: Library) -> None:
    assert sum(plan.default_for_use for plan in either.plans.values()) == 1


def test_no_two_records_that_make_passages_share_an_id(either: Library) -> None:
    documents = {passage.record for passage in either.passages if passage.origin is Origin.DOCUMENT}
    assert _twice([*(passage.record for passage in _facts(either)), *either.uses, *documents]) == []


def test_a_fact_is_short(either: Library) -> None:
    facts = _facts(either)
    assert [p.record for p in facts if len(p.text.split()) > MOST_WORDS] == []
    assert [p.record for p in facts if len(p.sentences) > MOST_SENTENCES] == []


def test_every_source_is_named_by_something(library: Library) -> None:
    used = {source.id for passage in library.passages for source in passage.sources}
    used |= {source.id for sign in library.signs for source in sign.sources}
    used |= {source.id for use in library.uses.values() for source in use.sources}
    used |= {name for difference in library.disagreements for name in difference.sources}
    assert library.sources.keys() - used == set()


def test_the_address_of_a_copy_is_never_shown(library: Library, corpus: Path) -> None:
    records = [row.record for row in read_files(corpus, "sources")[0]]
    copies = {r.id: r for r in records if isinstance(r, SourceRecord) and r.link != "official"}
    assert {name for name in copies if library.sources[name].url is not None} == set()
    addresses = {record.url for record in copies.values() if record.url}
    assert [p.id for p in library.passages if any(address in p.text for address in addresses)] == []


def test_a_source_that_has_an_official_address_shows_it(library: Library, corpus: Path) -> None:
    records = [row.record for row in read_files(corpus, "sources")[0]]
    official = {r.id for r in records if isinstance(r, SourceRecord) and r.link == "official"}
    bare = {name for name in official if not re.match(r"https?://", library.sources[name].url or "")}
    assert (len(official) > 0, bare) == (True, set())


def test_every_source_is_reviewed_within_36_months(either: Library) -> None:
    def latest(checked: date) -> date:
        return checked.replace(year=checked.year + 3)

    sources = either.sources.values()
    assert [s.id for s in sources if not s.checked < s.next_review <= latest(s.checked)] == []


def test_every_seller_says_what_it_gains(either: Library) -> None:
    sellers = [source for source in either.sources.values() if source.kind is SourceKind.COMMERCIAL]
    assert [source.id for source in sellers if source.interest == "none known"] == []


def _names(use: Use) -> set[str]:
    return {use.name, *use.synonyms}


def test_names_in_exact_case_and_everyday_names_are_names_of_their_use(either: Library) -> None:
    assert {use.id for use in either.uses.values() if not use.exact_case | use.also_everyday <= _names(use)} == set()


def test_no_ambiguous_name_is_also_the_name_of_one_use(either: Library) -> None:
    sure = {name.casefold() for use in either.uses.values() for name in _names(use)}
    terms = [record.term.casefold() for record in either.ambiguous]
    assert (sure & set(terms), _twice(terms)) == (set(), [])


def test_a_summary_never_names_a_label(either: Library) -> None:
    """It would go on saying it when the record changes."""
    label = re.compile(r"\b(?:off-label|experimental|approved|not recommended)\b", re.IGNORECASE)
    assert [use.id for use in either.uses.values() if label.search(use.summary)] == []


def test_no_sentence_both_is_a_sign_and_only_looks_like_one(either: Library) -> None:
    signs = [text.casefold() for sign in either.signs for text in sign.say_it_like]
    alike = [record.text.casefold() for record in either.lookalikes]
    assert (_twice(signs), _twice(alike), set(signs) & set(alike)) == ([], [], set())


def test_every_hard_word_is_used(either: Library) -> None:
    """In what is shown, or in what readers are known to ask."""
    shown = [passage.text for passage in either.passages]
    shown += [ask.text for passage in either.passages for ask in passage.asks]
    shown += [text for sign in either.signs for text in (sign.sign, sign.advice, *sign.say_it_like)]
    text = "\n".join([*shown, *(source.title for source in either.sources.values())]).casefold()
    spare = [r.term for r in either.glossary if not any(form.casefold() in text for form in (r.term, *r.also))]
    assert spare == []


def test_hard_words_stand_once_and_in_order(either: Library) -> None:
    terms = [record.term for record in either.glossary]
    assert terms == sorted(terms, key=str.casefold)
    assert _twice(form.casefold() for record in either.glossary for form in (record.term, *record.also)) == []


@pytest.mark.parametrize("folder", ["corpus", "tests/tiny"])
def test_every_document_is_registered_with_headings_that_it_has(folder: str, corpus: Path) -> None:
    place = corpus.parent / folder
    records = [row.record for row in read_files(place, "documents")[0]]
    assert records
    for record in records:
        assert isinstance(record, DocumentRecord)
        file = place / record.file
        source = file.with_suffix(".src.md") if file.suffix == ".pdf" else file
        headings = set(re.findall(r"^#+ (.+)$", source.read_text(encoding="utf-8"), re.MULTILINE))
        assert {section.heading for section in record.sections} == headings
    files = {f"documents/{path.name}" for path in (place / "documents").iterdir() if ".src" not in path.suffixes}
    assert files == {record.file for record in records if isinstance(record, DocumentRecord)}


def test_a_message_that_must_pass_is_stopped_by_no_pattern(either: Library) -> None:
    patterns = [re.compile(pattern) for kind in either.kinds_of_message for pattern in kind.patterns]
    passing = [text.casefold() for kind in either.kinds_of_message for text in kind.not_examples]
    assert [text for text in passing if any(pattern.search(text) for pattern in patterns)] == []


def test_no_prepared_question_is_taken_for_an_unsafe_request(either: Library) -> None:
    unsafe = [kind for kind in either.kinds_of_message if kind.reason == "unsafe-request"]
    patterns = [re.compile(pattern) for kind in unsafe for pattern in kind.patterns]
    asked = [ask.text.casefold() for passage in either.passages for ask in passage.asks]
    assert [text for text in asked if any(pattern.search(text) for pattern in patterns)] == []
