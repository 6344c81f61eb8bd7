"""The short answer: whole sentences that stand alone, nearest first, within 60 words and 4 sentences."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from replies import make_hit, make_question
from samples import make_passage

from chatbot.answering.short import MOST_SENTENCES, MOST_WORDS, Room, ShortAnswer
from chatbot.domain import Claim, Origin, Passage
from chatbot.finding.finder import Hit
from chatbot.knowledge.library import Library
from chatbot.knowledge.sentences import sentences

LONG = " ".join(["word"] * 30) + "."
SENTENCES = ("Cramps are common.", "It stops soon.", "They last two hours.", LONG, "Nobody knows why.", "Rest helps.")


def claims(library: Library, hits: Sequence[Hit], asked: str = "does it help?", **form: Any) -> list[Claim]:
    likeness: dict[str, float] = {}
    for hit in hits:
        likeness.update(dict.fromkeys(hit.passage.sentences, hit.likeness))
    return ShortAnswer(library.reading).claims(make_question(asked, **form), hits, likeness, Room())


def said(library: Library, hits: Sequence[Hit], **form: Any) -> list[str]:
    return [claim.text for claim in claims(library, hits, **form)]


@pytest.mark.parametrize(
    ("texts", "taken"),
    [
        (["One two. Three four."], [True]),
        (["One. Two. Three. Four. Five."], [False]),
        (["One. Two. Three.", "Four.", "Five."], [True, True, False]),
        ([LONG, LONG, "More."], [True, True, False]),
        ([" ".join(["word"] * 59) + ".", "Two words.", "One."], [True, False, True]),
        (["", ""], [True, True]),
    ],
)
def test_a_room_takes_what_still_fits(texts: Sequence[str], taken: Sequence[bool]) -> None:
    room = Room()
    assert [room.take(text) for text in texts] == taken


def test_the_likelier_passage_speaks_first(tiny_library: Library) -> None:
    far, near = make_passage("far", "Rest helps."), make_passage("near", "Cramps are common.")
    hits = [make_hit(far, likeness=0.1), make_hit(near, likeness=0.9)]
    assert said(tiny_library, hits) == ["Cramps are common.", "Rest helps."]


def test_the_better_found_passage_speaks_first(tiny_library: Library) -> None:
    hits = [make_hit(make_passage("worse", "Rest helps."), 1), make_hit(make_passage("best", "Cramps are common."), 2)]
    assert said(tiny_library, hits) == ["Cramps are common.", "Rest helps."]


@pytest.mark.parametrize("origin", Origin)
def test_rows_of_a_record_speak_through_the_label_alone(tiny_library: Library, origin: Origin) -> None:
    hits = [make_hit(make_passage("one", "Rest helps.", origin=origin))]
    quoted = origin in {Origin.FACT, Origin.DOCUMENT, Origin.SUMMARY}
    assert said(tiny_library, hits) == (["Rest helps."] if quoted else [])


@pytest.mark.parametrize(("origin", "shown"), [(Origin.FACT, False), (Origin.SUMMARY, True)])
def test_what_is_far_below_the_best_is_left_out_but_for_a_summary(
    tiny_library: Library, origin: Origin, *, shown: bool
) -> None:
    hits = [make_hit(make_passage("best", "Rest helps."), 9), make_hit(make_passage("far", "It ends.", origin=origin))]
    assert ("It ends." in said(tiny_library, hits)) is shown


def test_a_sentence_that_leans_on_another_comes_only_with_it(tiny_library: Library) -> None:
    passage = make_passage("one", f"{LONG} {LONG} They last two hours.")
    assert said(tiny_library, [make_hit(passage)]) == [f"{LONG} {LONG}"]


def test_a_sentence_is_not_told_without_what_takes_it_back(tiny_library: Library) -> None:
    open_report = make_passage("open", f"Some felt better. But {LONG.lower()} {LONG}")
    assert not any(text.endswith("Some felt better.") for text in said(tiny_library, [make_hit(open_report)]))
    assert said(tiny_library, [make_hit(make_passage("short", "Some felt better. But few did."))]) == [
        "Some felt better. But few did."
    ]


@pytest.mark.parametrize(("forms", "first"), [((), "Cramps are rare."), (("how-long",), "A session takes four hours.")])
def test_a_sentence_of_the_form_asked_for_is_preferred(
    tiny_library: Library, forms: tuple[str, ...], first: str
) -> None:
    texts = ("A session takes four hours.", "Cramps are rare.")
    hits = [make_hit(make_passage(text, text), 1 + i / 10) for i, text in enumerate(texts)]
    assert said(tiny_library, hits, forms=forms)[0] == first


def test_what_repeats_a_sentence_comes_after_what_says_something_new(tiny_library: Library) -> None:
    texts = ("Cramps are common in sessions.", "Cramps are common in most sessions.", "Rest helps.")
    hits = [make_hit(make_passage(text, text), 1 - i / 10) for i, text in enumerate(texts)]
    assert said(tiny_library, hits) == [texts[0], texts[2], texts[1]]


def test_with_nothing_found_nothing_is_said(tiny_library: Library) -> None:
    assert claims(tiny_library, []) == []


def test_whatever_is_found_the_answer_is_short_whole_and_carried(tiny_library: Library) -> None:
    texts = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5).map(" ".join)

    @given(st.lists(st.tuples(texts, st.floats(0, 4), st.floats(0, 1)), max_size=12))
    def holds(found: list[tuple[str, float, float]]) -> None:
        hits = [make_hit(make_passage(f"p{i}", *one[:1]), *one[1:]) for i, one in enumerate(found)]
        made = claims(tiny_library, hits)
        told = [sentence for claim in made for sentence in sentences(claim.text)]
        assert len(told) <= MOST_SENTENCES
        assert sum(len(sentence.split()) for sentence in told) <= MOST_WORDS
        carriers: list[Passage] = [passage for claim in made for passage in claim.passages]
        assert len({passage.id for passage in carriers}) == len(made) == len(carriers)
        assert all(claim.text in claim.passages[0].text for claim in made)

    holds()
