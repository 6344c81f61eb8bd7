"""An answer put together from what was found: label first, few claims, every one carried and cited."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from replies import make_found, make_question
from samples import make_passage

from chatbot.answering.composing import MOST_QUESTIONS, Composer, number
from chatbot.answering.selecting import MOST_CLAIMS
from chatbot.answering.short import MOST_SENTENCES, MOST_WORDS
from chatbot.domain import CostPlan, Jurisdiction, Origin, Passage, Strength
from chatbot.knowledge.library import Library
from chatbot.knowledge.sentences import sentences
from chatbot.reply import Answered
from chatbot.understanding.sums import PriceElsewhere, SumAsked

WORKS, APPROVED, DAY = ("does-it-work",), ("is-it-approved",), ("session",)
LONG = " ".join(["word"] * 61) + "."


def answer(library: Library, records: Sequence[str], **asked: Any) -> Answered:
    """Compose from all passages of the records, best first, and of the uses in question."""
    found = make_found([p for record in records for p in library.by_record[record]])
    return Composer(library, date(2026, 11, 21)).compose(make_question(**asked), found)


def short(reply: Answered) -> list[str]:
    return [claim.text for claim in reply.claims if claim.section == "short-answer"]


def test_the_label_opens_the_answer_about_a_use(tiny_library: Library) -> None:
    reply = answer(tiny_library, ["psoriasis"], uses=("psoriasis",), topics=WORKS)
    assert short(reply)[0] == (
        "Dialysis is experimental for psoriasis: not approved in the US, and the evidence is limited; "
        "Example Kidney Society (2024) advises against it."
    )
    assert {p.origin for p in reply.claims[0].passages} == {Origin.STATUS, Origin.EVIDENCE, Origin.GUIDANCE}


@pytest.mark.parametrize(("plain", "begins"), [(True, "No. Dialysis is exp"), (False, "Dialysis is exp")])
def test_a_yes_or_no_stands_before_the_label(tiny_library: Library, *, plain: bool, begins: str) -> None:
    asked = {"forms": ("yes-no",), "plain": plain, "topics": APPROVED}
    assert short(answer(tiny_library, ["psoriasis"], uses=("psoriasis",), **asked))[0].startswith(begins)


def test_where_the_use_is_not_the_subject_its_label_is_short(tiny_library: Library) -> None:
    reply = answer(tiny_library, ["leaflet"], uses=("kidney-failure",), topics=DAY)
    assert short(reply)[0] == "Dialysis is approved for kidney failure in the US and the EU."


def test_each_of_several_uses_has_its_label_and_its_level(tiny_library: Library) -> None:
    uses = ("kidney-failure", "psoriasis", "schizophrenia", "tiredness")
    reply = answer(tiny_library, uses, uses=uses, topics=WORKS)
    assert short(reply)[:3] == [
        "Dialysis is approved for kidney failure in the US and the EU.",
        "Dialysis is experimental for psoriasis, not approved.",
        "Dialysis is not recommended for schizophrenia: trials found no benefit.",
    ]
    assert [label.use.id for label in reply.labels] == list(uses)
    assert [level in reply.sure for level in ("strong", "limited", "negative")] == [True, True, True]


def test_the_label_is_that_of_the_readers_country(tiny_library: Library) -> None:
    reply = answer(tiny_library, ["liver-failure"], uses=("liver-failure",), topics=WORKS, country=Jurisdiction.US)
    assert [(label.name, label.country) for label in reply.labels] == [("off-label", Jurisdiction.US)]
    assert "albumin dialysis is off-label for liver failure in the us" in short(reply)[0].casefold()


def test_a_use_that_is_only_told_of_has_its_label_too(tiny_library: Library) -> None:
    reply = answer(tiny_library, ["session-four-hours"], topics=DAY)
    assert (reply.asked.uses, [label.use.id for label in reply.labels]) == ((), ["kidney-failure"])


def test_beside_what_is_not_approved_no_passage_of_an_approval_is_shown(tiny_library: Library) -> None:
    approving = make_passage("other", "The machine is approved for kidneys.")
    found = make_found([approving, *tiny_library.by_record["psoriasis"]])
    for use, shown in (("psoriasis", False), ("kidney-failure", True)):
        question = make_question(uses=(use,), topics=WORKS)
        reply = Composer(tiny_library, date(2026, 11, 21)).compose(question, found)
        assert (approving.text in [claim.text for claim in reply.claims]) is shown


def test_a_seller_is_followed_by_who_contradicts_it(tiny_library: Library) -> None:
    reply = answer(tiny_library, ["leaflet", "daily-at-home"], topics=DAY)
    assert {"daily-at-home", "daily-no-difference"} <= {p.record for claim in reply.claims for p in claim.passages}
    assert "disagree" in [caveat.name for caveat in reply.caveats]


def test_a_seller_whose_other_side_may_not_be_shown_is_left_out(tiny_library: Library) -> None:
    label = make_passage("label", "It is approved for kidneys alone.")
    seller = replace(make_passage("seller", "It helps.", strength=Strength.COMMERCIAL_CLAIM), disagrees_with=("label",))
    library = replace(tiny_library, passages=(*tiny_library.passages, label, seller))
    for use, shown in (("psoriasis", False), ("kidney-failure", True)):
        reply = answer(library, [use, "seller"], uses=(use,), topics=WORKS)
        assert ("seller" in {p.record for claim in reply.claims for p in claim.passages}) is shown


HARM = "What can go wrong"


@pytest.mark.parametrize(
    ("records", "asked", "told"),
    [
        (["psoriasis"], {"uses": ("psoriasis",), "topics": WORKS}, True),
        (["psoriasis", "cramps-common"], {"uses": ("psoriasis",), "topics": WORKS}, False),
        (["psoriasis"], {"uses": ("psoriasis",), "topics": APPROVED}, False),
        (["daily-at-home"], {"topics": WORKS}, False),
    ],
)
def test_where_a_benefit_is_asked_of_a_harm_is_told(
    tiny_library: Library, records: list[str], asked: dict[str, Any], *, told: bool
) -> None:
    reply = answer(tiny_library, records, **asked)
    harms = [claim for claim in reply.claims if claim.section == HARM]
    assert [claim.passages for claim in harms] == ([(tiny_library.by_record["access-infection"][0],)] if told else [])
    assert not told or (reply.claims[-1] == harms[0] and reply.sections[-1] == HARM)


def test_a_harm_of_the_treatment_says_nothing_of_another(tiny_library: Library) -> None:
    use = replace(tiny_library.uses["psoriasis"], treatment="Stem cells")
    library = replace(tiny_library, uses={**tiny_library.uses, "psoriasis": use})
    reply = answer(library, ["psoriasis"], uses=("psoriasis",), topics=WORKS)
    assert HARM not in reply.sections


def test_the_harm_has_its_place_however_much_was_found(tiny_library: Library) -> None:
    many = [make_passage(f"p{i}", f"Study {i} saw a change.", uses=("psoriasis",)) for i in range(30)]
    found = make_found([*tiny_library.by_record["psoriasis"], *many])
    asked = make_question(uses=("psoriasis",), topics=WORKS)
    reply = Composer(tiny_library, date(2026, 11, 21)).compose(asked, found)
    assert len(reply.claims) == MOST_CLAIMS
    assert reply.claims[-1].section == HARM


def test_what_the_short_answer_says_whole_is_not_said_again(tiny_library: Library) -> None:
    reply = answer(tiny_library, ["session-four-hours", "seller-price", "two-kinds"])
    texts = [claim.text for claim in reply.claims]
    assert len(texts) == len(set(texts))


def test_an_answer_is_short_however_much_was_found(tiny_library: Library) -> None:
    records = [p.record for p in tiny_library.passages]
    reply = answer(tiny_library, records, uses=("kidney-failure",), topics=WORKS)
    said = " ".join(short(reply))
    assert len(reply.claims) == MOST_CLAIMS
    assert len(said.split()) <= MOST_WORDS
    assert len(sentences(said)) <= MOST_SENTENCES


def test_every_source_of_every_passage_shown_is_cited_in_order(tiny_library: Library) -> None:
    reply = answer(tiny_library, ["access-infection", "two-kinds"])
    assert [citation.n for citation in reply.citations] == list(range(1, len(reply.citations) + 1))
    cited = [(c.passage.record, c.source.id) for c in reply.citations]
    assert {("access-infection", "kidney-handbook"), ("access-infection", "ward-leaflet")} <= set(cited)
    assert all(reply.numbers(claim) for claim in reply.claims)


def test_numbers_run_over_passages_and_their_sources() -> None:
    one = make_passage("one", "One.")
    two = replace(make_passage("two", "Two."), also=(one.source,))
    assert [(c.n, c.passage.record) for c in number([two, one])] == [(1, "two"), (2, "two"), (3, "one")]


@pytest.mark.parametrize(
    ("topics", "questions"),
    [
        (DAY, ("How long will each session take?",)),
        (WORKS, ("What would we see if it works?", "What are the other options?")),
        (("cost", "session"), ("Who pays for it?", "How long will each session take?")),
    ],
)
def test_questions_for_the_team_are_those_of_the_plans(
    tiny_library: Library, topics: tuple[str, ...], questions: tuple[str, ...]
) -> None:
    reply = answer(tiny_library, ["leaflet"], topics=topics)
    assert reply.questions_to_ask == questions
    assert len(reply.questions_to_ask) <= MOST_QUESTIONS


@pytest.mark.parametrize(("weight", "sums"), [(40, [310, None, None]), (41, [None, 310, 340]), (5, [None, None, 280])])
def test_a_sum_that_is_asked_for_is_said_cited_and_itemised(
    tiny_library: Library, weight: float, sums: list[int | None]
) -> None:
    wanted = SumAsked(prices=tiny_library.costs[0], plan=CostPlan(weight_kg=weight))
    reply = answer(tiny_library, ["leaflet"], topics=("cost",), sum=wanted)
    assert reply.cost
    assert [reply.cost.total, *(side and side.total for side in (reply.cost.low, reply.cost.high))] == sums
    first = reply.claims[0]
    assert first.text.startswith(reply.cost.said[0])
    assert [passage.record for passage in first.passages] == ["seller-price"]
    assert reply.numbers(first)
    assert len(" ".join(short(reply)).split()) <= MOST_WORDS


def test_no_sum_is_added_up_where_none_is_asked_for_or_a_doubt_is_open(tiny_library: Library) -> None:
    doubtful = SumAsked(prices=tiny_library.costs[0], plan=None, doubt="no-unit")
    for wanted in (None, doubtful):
        assert answer(tiny_library, ["seller-price"], asked="what does it cost?", sum=wanted).cost is None


def test_a_price_list_says_nothing_of_prices_elsewhere(tiny_library: Library) -> None:
    other = PriceElsewhere(prices=tiny_library.costs[0], places=())
    reply = answer(tiny_library, ["seller-price", "leaflet"], topics=("cost",), price_elsewhere=other)
    assert "seller-price" not in {passage.record for claim in reply.claims for passage in claim.passages}


@pytest.mark.parametrize(
    ("strength", "sure"),
    [
        (Strength.RCT, "How sure: this rests on controlled trials."),
        (Strength.COMMERCIAL_CLAIM, "How sure: this rests only on what a seller or advertiser says, "
         "so treat it with care."),
    ],
)  # fmt: skip
@pytest.mark.parametrize("text", ["Rest helps.", LONG], ids=["said in short", "too long for the short answer"])
def test_without_a_use_how_sure_it_is_follows_from_what_is_said(
    tiny_library: Library, strength: Strength, sure: str, text: str
) -> None:
    passage: Passage = make_passage("one", text, strength=strength)
    reply = Composer(tiny_library, date(2026, 11, 21)).compose(make_question(), make_found([passage]))
    assert reply.sure == sure
    assert [claim.passages for claim in reply.claims] == [(passage,)]
