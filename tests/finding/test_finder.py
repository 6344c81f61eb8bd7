"""What is found first: by meaning, words, use and topic; the same each time."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from fakes import HashingEncoder
from hypothesis import given
from hypothesis import strategies as st
from samples import make_passage

from chatbot.domain import Jurisdiction, Origin, Passage, Strength
from chatbot.finding.encoding import MiniLM
from chatbot.finding.finder import AMONG, FusedFinder, Query, Weights, _first
from chatbot.finding.index import Index, entries, fields
from chatbot.finding.lexical import WordIndex, Words
from chatbot.knowledge.library import Library
from chatbot.knowledge.records import PlanRecord

PLANS = {
    name: PlanRecord(id=name, name=name, draws_on=(name,), by_country=name == "cost") for name in ("cost", "evidence")
}
SAME = "Headache is common after the drip."
OTHER = "The kidney clears water slowly."
FILLING = [make_passage(f"filling-{i}", f"Something else number {i}.") for i in range(6)]
WORDS = ("headache", "drip", "kidney", "water", "cost", "school")


def finder_of(passages: Sequence[Passage], weights: Weights | None = None) -> FusedFinder:
    listed = entries(passages)
    vectors = HashingEncoder().encode([entry.text for entry in listed])
    words = WordIndex.build([fields(p) for p in passages], Words({}, frozenset({"the", "is"})))
    return FusedFinder(passages, Index(listed, vectors, words, 0), PLANS, weights)


def query(text: str, uses: tuple[str, ...] = (), topics: tuple[str, ...] = ()) -> Query:
    return Query(text, HashingEncoder().encode([text])[0], uses, topics)


def found(passages: Sequence[Passage], asked: Query, limit: int = 20) -> list[str]:
    return [hit.passage.record for hit in finder_of(passages).find(asked, limit).hits]


def test_the_passage_that_says_it_comes_first() -> None:
    passages = [*FILLING, make_passage("far", OTHER), make_passage("near", SAME)]
    assert found(passages, query("headache after drip"))[0] == "near"


def test_a_prepared_question_finds_its_passage() -> None:
    passages = [*FILLING, make_passage("asked", OTHER, asks=["why does my head hurt?"])]
    assert found(passages, query("why does my head hurt"))[0] == "asked"


def test_passages_of_the_use_in_question_come_before_likelier_ones_of_others() -> None:
    mine, other = make_passage("mine", OTHER, uses=("cidp",)), make_passage("other", SAME, uses=("itp",))
    asked = "headache after drip"
    assert found([*FILLING, other, mine], query(asked))[0] == "other"
    assert found([*FILLING, other, mine], query(asked, uses=("cidp",)))[0] == "mine"


def test_what_another_country_rules_comes_after_what_holds_where_the_reader_is() -> None:
    here, there = (
        replace(make_passage(place, text, topics=["cost"]), jurisdiction=Jurisdiction(place))
        for place, text in (("UK", OTHER), ("AU", SAME))
    )
    passages, asked = [*FILLING, there, here], query("headache after drip")
    assert found(passages, asked)[0] == "AU"
    assert found(passages, asked._replace(country=Jurisdiction.UK))[0] == "UK"
    not_ruled = [replace(p, topics=frozenset({"evidence"})) for p in passages]
    assert found(not_ruled, asked._replace(country=Jurisdiction.UK))[0] == "AU"


def test_without_a_use_a_general_passage_comes_before_a_specific_one() -> None:
    passages = [*FILLING, make_passage("specific", SAME, uses=("itp",)), make_passage("general", SAME)]
    assert found(passages, query("headache after drip"))[:2] == ["general", "specific"]


@pytest.mark.parametrize("origin", [Origin.STATUS, Origin.GUIDANCE, Origin.EVIDENCE, Origin.SUMMARY])
@pytest.mark.parametrize(("uses", "shown"), [((), False), (("itp",), False), (("cidp",), True), (("none",), False)])
def test_a_record_of_a_use_is_found_only_for_that_use(origin: Origin, uses: tuple[str, ...], *, shown: bool) -> None:
    passages = [*FILLING, make_passage("record", SAME, uses=("cidp",), origin=origin)]
    assert ("record" in found(passages, query("headache", uses=uses))) is shown


def test_a_named_topic_lifts_its_passages_and_the_first_topic_most() -> None:
    plain, cost, evidence = (make_passage(name, SAME, topics=[name]) for name in ("plain", "cost", "evidence"))
    passages = [*FILLING, plain, cost, evidence]
    assert found(passages, query("headache", topics=("evidence", "cost")))[:3] == ["evidence", "cost", "plain"]
    assert found(passages, query("headache", topics=("cost",)))[:3] == ["cost", "plain", "evidence"]


def test_a_seller_speaks_after_others_who_say_the_same() -> None:
    seller = make_passage("seller", SAME, strength=Strength.COMMERCIAL_CLAIM)
    assert found([seller, make_passage("expert", SAME), *FILLING], query("headache"))[:2] == ["expert", "seller"]


def test_equal_scores_keep_the_order_of_the_library() -> None:
    twins = [make_passage(f"twin-{i * 7 % 40}", SAME) for i in range(40)]
    others = [make_passage(f"other-{i}", f"Something else number {i}.") for i in range(203)]
    assert found([*others, *twins], query("headache"), 40) == [twin.record for twin in twins]


def test_title_and_heading_say_what_a_passage_is_about() -> None:
    under = replace(make_passage("under", OTHER), title="School", heading="Costs")
    passages = [*FILLING, make_passage("within", f"{OTHER} School costs."), under]
    assert found(passages, query("school. costs."))[0] == "under"


@pytest.mark.parametrize("limit", [1, 7, 40, 41, 100])
def test_only_the_best_are_sorted_and_they_are_the_same(limit: int) -> None:
    scores = np.random.default_rng(0).integers(0, 9, 40).astype(np.float64)
    np.testing.assert_array_equal(_first(scores, limit), np.argsort(-scores, kind="stable")[:limit])


@pytest.mark.parametrize(("origin", "order"), [(Origin.DOCUMENT, ["rest", "lone"]), (Origin.FACT, ["lone", "rest"])])
def test_what_is_like_a_first_passage_of_a_document_comes_with_it(origin: Origin, order: list[str]) -> None:
    first = make_passage("first", "Headache drip school cost kidney water.", origin=origin)
    rest = make_passage("rest", "School cost kidney water.", origin=origin)
    lone = make_passage("lone", "Headache number nine.", origin=origin)
    passages = [*FILLING, lone, rest, first]
    brought = found(passages, query("headache drip"))
    assert [record for record in brought if record in {"first", "rest", "lone"}] == ["first", *order]
    assert sorted(brought) == sorted(p.record for p in passages)


def test_a_document_that_leads_moves_no_record_and_leaves_documents_their_places() -> None:
    leads = make_passage("leads", "Headache drip school cost kidney water.", origin=Origin.DOCUMENT)
    lone = make_passage("lone", "Headache number nine.", origin=Origin.DOCUMENT)
    rest = make_passage("rest", "School cost kidney water.", origin=Origin.DOCUMENT)
    passages, asked = [*FILLING, make_passage("record", "A drip."), lone, rest, leads], query("headache drip")
    together, plain = (finder_of(passages, weights).find(asked, 99).hits for weights in (Weights(), Weights(alike=0)))
    assert [hit.score for hit in together] == [hit.score for hit in plain]
    moved = {a.passage.record for a, b in zip(together, plain, strict=True) if a.passage != b.passage}
    assert moved == {"lone", "rest"}


def test_what_comes_after_those_that_are_ordered_together_stays_as_it_is() -> None:
    passages = [
        make_passage(f"p{i}", f"{' '.join(WORDS[: i % 7])} number {i}.", origin=Origin.DOCUMENT)
        for i in range(AMONG + 50)
    ]
    asked = query("headache drip")
    plain = finder_of(passages, Weights(alike=0)).find(asked, AMONG + 50).hits
    together = finder_of(passages).find(asked, AMONG + 50).hits
    assert {hit.passage.id for hit in plain[:AMONG]} == {hit.passage.id for hit in together[:AMONG]}
    assert [hit.passage.id for hit in plain[AMONG:]] == [hit.passage.id for hit in together[AMONG:]]
    assert max(hit.score for hit in together) <= plain[0].score


def test_a_library_of_one_passage_finds_it() -> None:
    assert found([make_passage("only", SAME)], query("anything")) == ["only"]


def test_likeness_is_that_of_the_nearest_text_and_told_for_each() -> None:
    passage = make_passage("one", f"{OTHER} {SAME}", asks=["headache"])
    asked = query("headache")
    result = finder_of([passage, *FILLING]).find(asked, 1)
    assert result.hits[0].likeness == pytest.approx(1, abs=1e-6)
    assert result.likeness.keys() == {passage.text, OTHER, SAME, "headache"}
    mean = HashingEncoder().encode([entry.text for entry in entries([passage, *FILLING])]).mean(axis=0)
    one, other = HashingEncoder().encode([OTHER])[0] - mean, asked.vector - mean
    wanted = float(one @ other / np.linalg.norm(one) / np.linalg.norm(other))
    assert result.likeness[OTHER] == pytest.approx(wanted, abs=1e-6)


@given(
    texts=st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join), min_size=1, max_size=12),
    asked=st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join),
    uses=st.sampled_from([(), ("cidp",), ("cidp", "itp"), ("unheard-of",)]),
    limit=st.integers(1, 15),
)
def test_results_are_few_distinct_falling_and_the_same_each_time(
    texts: list[str], asked: str, uses: tuple[str, ...], limit: int
) -> None:
    passages = [make_passage(f"p{i}", text, uses=("cidp",) if i % 3 == 0 else ()) for i, text in enumerate(texts)]
    finder = finder_of(passages)
    first, again = finder.find(query(asked, uses), limit), finder_of(passages).find(query(asked, uses), limit)
    scores, ids = [hit.score for hit in first.hits], [hit.passage.id for hit in first.hits]
    assert first == again
    assert scores == sorted(scores, reverse=True)
    assert len(ids) == len(set(ids)) == min(limit, len(passages))


REAL = [
    ("how long does an infusion take", "infusion-day"),
    ("why do I get a headache the day after the drip", "side-effects-common"),
    ("can she have the MMR vaccine after immunoglobulin", "vaccines"),
    ("are the plasma donors tested for HIV and hepatitis", "donors-and-safety"),
    ("could it cause a blood clot", "side-effects-serious"),
]


@pytest.mark.parametrize(("asked", "subject"), REAL)
def test_real_questions_find_their_part_of_the_library(
    library: Library, real_index: Index, real_encoder: MiniLM, asked: str, subject: str
) -> None:
    finder = FusedFinder(library.passages, real_index, library.plans)
    hits = finder.find(Query(asked, real_encoder.encode([asked])[0]), 3).hits
    assert subject in {hit.passage.subject for hit in hits}


@pytest.mark.parametrize("use", ["kawasaki-disease", "autism-spectrum-disorder", "cidp"])
def test_a_real_use_fills_the_first_places(library: Library, real_index: Index, real_encoder: MiniLM, use: str) -> None:
    asked = f"does it work for {library.uses[use].name}"
    finder = FusedFinder(library.passages, real_index, library.plans)
    hits = finder.find(Query(asked, real_encoder.encode([asked])[0], (use,)), 8).hits
    assert {use in hit.passage.uses for hit in hits} == {True}


def test_the_order_of_a_query_does_not_depend_on_queries_before() -> None:
    finder = finder_of([*FILLING, make_passage("near", SAME), replace(make_passage("far", OTHER), uses=("itp",))])
    first = finder.find(query("headache"), 5)
    finder.find(query("kidney", uses=("itp",), topics=("cost",)), 5)
    np.testing.assert_equal(finder.find(query("headache"), 5), first)
