"""How near a question is word by word: each word by the word most like it, in the passage that holds most of them."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from builds import open_index
from fakes import HashingEncoder
from samples import make_passage

from chatbot.domain import Origin, Passage
from chatbot.finding.finder import Found, Hit, Shares
from chatbot.finding.texts import read_text
from chatbot.finding.wordvectors import Listed, open_word_vectors
from chatbot.finding.wordwise import BEST, FIRST, ORDERING, PASSAGES, QUESTIONS, Wordwise

HEADACHE = make_passage("one", "headache passes with water", asks=["is a headache common", "why the throbbing"])
KIDNEY = make_passage("two", "kidney trouble is rare", asks=["is my kidney safe", "who checks blood"])
EXAMPLES = ("may i park a lorry", "who sings a song")
NOTHING = Found((), {})
NAMES = ("matched", "matched-evenly", "matched-least", "matched-next")
NEAR = 0.97
"""A word matches itself by this at least: whole steps round it."""


def wordwise(
    folder: Path, passages: Sequence[Passage] = (HEADACHE, KIDNEY), examples: Sequence[str] = EXAMPLES
) -> Wordwise:
    own = frozenset(passage.id for passage in passages if passage.origin is not Origin.DOCUMENT)
    words = open_word_vectors(folder, Listed(passages, own, examples), HashingEncoder())
    return Wordwise(passages, open_index(folder, passages), words)


def measured(
    made: Wordwise, question: str, found: Found = NOTHING, told: Sequence[str] | None = None
) -> dict[str, float]:
    read, (spelled,) = HashingEncoder().spell([question])
    return made.measures(spelled, spelled.words if told is None else told, read.vectors[0], found)


def brought(*likeness: tuple[Passage, float]) -> Found:
    hits = tuple(Hit(passage, 1.0, like) for passage, like in likeness)
    return Found(hits, {read_text(passage): like for passage, like in likeness})


def test_a_question_whose_words_all_stand_in_one_passage_matches_whole(tmp_path: Path) -> None:
    found = measured(wordwise(tmp_path), "throbbing headache water")
    assert min(found[name] for name in NAMES) > NEAR


def test_words_that_stand_in_two_passages_match_neither_whole(tmp_path: Path) -> None:
    found = measured(wordwise(tmp_path), "headache kidney")
    assert found["matched-least"] < 0.5 < NEAR < found["matched-next"]
    assert found["matched-least"] < found["matched"] < found["matched-next"]


def test_one_word_that_nothing_holds_is_the_least(tmp_path: Path) -> None:
    made = wordwise(tmp_path)
    whole, lacking = measured(made, "headache water common"), measured(made, "headache water zyzzyva")
    assert lacking["matched-least"] < 0.5 < NEAR < whole["matched-least"]
    assert lacking["matched-next"] > NEAR
    assert lacking["matched"] < whole["matched"]


def test_a_rare_word_weighs_more_than_one_of_every_passage(tmp_path: Path) -> None:
    lacking = measured(wordwise(tmp_path), "is zyzzyva")  # 'is' stands in both
    assert lacking["matched"] < lacking["matched-evenly"] - 0.05


def test_marks_weigh_nothing(tmp_path: Path) -> None:
    made = wordwise(tmp_path)
    plain, marked = measured(made, "headache water"), measured(made, "headache water ! ; ?")
    assert [marked[name] for name in NAMES] == pytest.approx([plain[name] for name in NAMES])
    alone = measured(made, "?")
    assert [alone[name] for name in NAMES] == [1, 1, 1, 1]


def test_a_word_that_is_known_to_be_held_lacks_nowhere(tmp_path: Path) -> None:
    made = wordwise(tmp_path)
    lacking = measured(made, "headache water zyzzyva")
    known = measured(made, "headache water zyzzyva", told=["headache", "water"])
    assert lacking["matched-least"] < 0.5 < NEAR < known["matched-least"]


def test_a_prepared_question_matches_itself_in_both_directions(tmp_path: Path) -> None:
    made = wordwise(tmp_path)
    same, longer = measured(made, "is my kidney safe"), measured(made, "is my kidney safe zyzzyva qwertz")
    part = measured(made, "kidney")
    assert same["matched-asked"] > NEAR
    assert max(longer["matched-asked"], part["matched-asked"]) < 0.9, "either may say more"
    assert same["matched-asked"] > same["matched-asked-some"] > same["matched-uncovered"]


def test_an_example_of_what_is_not_covered_matches_itself(tmp_path: Path) -> None:
    found = measured(wordwise(tmp_path), "may i park a lorry")
    assert found["matched-uncovered"] > NEAR > found["matched-asked"]
    assert found["matched-uncovered-some"] < found["matched-uncovered"]


def test_a_document_counts_where_finding_found_it(tmp_path: Path) -> None:
    cut = make_passage("cut", "staff park at gate seven", origin=Origin.DOCUMENT)
    made = wordwise(tmp_path, (HEADACHE, KIDNEY, cut))
    assert measured(made, "park gate seven")["matched"] < 0.8
    assert measured(made, "park gate seven", brought((cut, 0.9)))["matched"] > NEAR


def test_only_the_documents_most_like_the_question_are_looked_at(tmp_path: Path) -> None:
    others = [make_passage(f"cut-{n}", f"number {n}", origin=Origin.DOCUMENT) for n in range(PASSAGES)]
    cut = make_passage("cut", "staff park at gate seven", origin=Origin.DOCUMENT)
    made = wordwise(tmp_path, (*others, cut))
    hits = [(one, 0.5) for one in others]
    assert measured(made, "park gate seven", brought(*hits, (cut, 0.6)))["matched"] > NEAR
    assert measured(made, "park gate seven", brought(*hits, (cut, 0.4)))["matched"] < 0.8


def test_a_library_without_questions_or_examples_has_nothing_near(tmp_path: Path) -> None:
    cut = make_passage("cut", "staff park at gate seven", origin=Origin.DOCUMENT)
    found = measured(wordwise(tmp_path, (cut,), ()), "park", brought((cut, 0.9)))
    assert {name: value for name, value in found.items() if name not in NAMES} == {
        "matched-asked": 0,
        "matched-asked-some": 0,
        "matched-uncovered": 0,
        "matched-uncovered-some": 0,
    }
    nothing = measured(wordwise(tmp_path, (cut,), ()), "park")
    assert [nothing[name] for name in NAMES] == [0, 0, 0, 0]


def test_a_passages_own_text_is_no_prepared_question(tmp_path: Path) -> None:
    assert measured(wordwise(tmp_path), HEADACHE.text)["matched-asked"] < 0.8


def test_a_figure_of_the_readers_own_lacks_nothing(tmp_path: Path) -> None:
    made = wordwise(tmp_path)
    plain, aged = measured(made, "headache water"), measured(made, "headache water 71")
    assert [aged[name] for name in NAMES] == pytest.approx([plain[name] for name in NAMES])


def test_a_passage_is_looked_at_for_a_prepared_question_too(tmp_path: Path) -> None:
    others = [
        make_passage(f"other-{n}", f"{'gate lorry' if n % 2 else 'lorry trailer'} number{n}")
        for n in range(PASSAGES + 1)
    ]
    asked = make_passage("asked", "nothing of the kind stands here", asks=["gate lorry trailer"])
    assert measured(wordwise(tmp_path, (*others, asked)), "gate lorry trailer")["matched"] > NEAR


def test_the_passage_that_matches_best_need_not_be_the_one_most_like(tmp_path: Path) -> None:
    part = make_passage("part", "headache water", origin=Origin.DOCUMENT)
    whole = make_passage("whole", "headache or blood", origin=Origin.DOCUMENT)
    made = wordwise(tmp_path, (HEADACHE, KIDNEY, part, whole))
    found = measured(made, "headache blood", brought((part, 0.9), (whole, 0.5)))
    assert min(found[name] for name in NAMES) > NEAR


def test_a_message_without_a_word_is_measured(tmp_path: Path) -> None:
    found = measured(wordwise(tmp_path), "")
    assert [found[name] for name in NAMES] == [1, 1, 1, 1]
    assert found["matched-asked"] == found["matched-uncovered"] == 0


def test_the_mean_of_the_best_few_is_of_those_near(tmp_path: Path) -> None:
    asks = [f"is a headache common {n}" for n in range(BEST)] + [f"far {n}" for n in range(QUESTIONS)]
    found = measured(wordwise(tmp_path, (make_passage("one", "headache", asks=asks), KIDNEY)), "is a headache common 1")
    assert 0.6 < found["matched-asked-some"] < found["matched-asked"]


def test_the_same_question_gives_the_same_numbers(tmp_path: Path) -> None:
    one, other = (measured(wordwise(tmp_path / name), "is a headache rare") for name in ("a", "b"))
    assert one == other


def test_a_weighed_mean_is_that_of_the_formula(tmp_path: Path) -> None:
    made = wordwise(tmp_path)
    found = measured(made, "is zyzzyva")
    both, none = (np.log(1 + 2 / (0.5 + held)) / np.log(5) for held in (2, 0))
    high, low = 2 * found["matched-evenly"] - found["matched-least"], found["matched-least"]
    assert found["matched"] == pytest.approx((both * high + none * low) / (both + none), abs=1e-5)


def ordered(made: Wordwise, question: str, *hits: Hit) -> list[tuple[str, float]]:
    _, (spelled,) = HashingEncoder().spell([question])
    return [(hit.passage.record, hit.score) for hit in made.ordered(spelled, Found(hits, {})).hits]


def test_of_passages_found_alike_the_one_that_holds_the_words_comes_first(tmp_path: Path) -> None:
    made = wordwise(tmp_path)
    hits = (Hit(KIDNEY, 1.0, 0.5), Hit(HEADACHE, 1.0, 0.5))
    assert [name for name, _ in ordered(made, "throbbing headache", *hits)] == ["one", "two"]
    assert [name for name, _ in ordered(made, "who checks kidney trouble", *hits)] == ["two", "one"]


def test_a_much_better_score_is_not_overtaken(tmp_path: Path) -> None:
    hits = (Hit(KIDNEY, 1.0 + 2 * ORDERING, 0.5), Hit(HEADACHE, 1.0, 0.5))
    assert [name for name, _ in ordered(wordwise(tmp_path), "throbbing headache", *hits)] == ["two", "one"]


def test_what_follows_the_first_stays_behind_them_in_its_order(tmp_path: Path) -> None:
    first = [make_passage(f"p{i}", f"water {i}", asks=[f"is it {i}"]) for i in range(FIRST)]
    last = [make_passage(f"q{i}", "throbbing headache", asks=["throbbing headache"]) for i in range(2)]
    passages = [*first, *last]
    hits = [Hit(passage, 1.0 - i / 100, 0.5) for i, passage in enumerate(passages)]
    found = ordered(wordwise(tmp_path, passages), "throbbing headache", *hits)
    assert [name for name, _ in found[-2:]] == ["q0", "q1"]
    assert found[-3][1] >= found[-2][1] > found[-1][1]


def test_a_document_gets_no_less_than_the_records_in_the_mean(tmp_path: Path) -> None:
    cut = make_passage("cut", "leaflet of the ward", origin=Origin.DOCUMENT)
    passages = [HEADACHE, KIDNEY, cut]
    hits = [Hit(passage, 1.0, 0.5) for passage in passages]
    found = ordered(wordwise(tmp_path, passages), "throbbing headache", *hits)
    assert [name for name, _ in found] == ["one", "cut", "two"]
    assert dict(found)["cut"] == pytest.approx(1.0)


def test_a_single_passage_and_none_stay_as_they_were_found(tmp_path: Path) -> None:
    assert ordered(wordwise(tmp_path), "throbbing", Hit(HEADACHE, 1.0, 0.5)) == [("one", 1.0)]
    assert ordered(wordwise(tmp_path), "throbbing") == []


def test_a_score_stays_the_sum_of_its_shares(tmp_path: Path) -> None:
    _, (spelled,) = HashingEncoder().spell(["throbbing headache"])
    hits = (Hit(KIDNEY, 1.0, 0.5, Shares(meaning=1.0)), Hit(HEADACHE, 1.0, 0.5, Shares(meaning=1.0)))
    for hit in wordwise(tmp_path).ordered(spelled, Found(hits, {})).hits:
        assert hit.shares.matched != 0
        assert hit.score == pytest.approx(sum(hit.shares))
