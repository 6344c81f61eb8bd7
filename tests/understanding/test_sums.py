"""Which messages ask what the price list comes to, and for what."""

from typing import Any

import pytest

from chatbot.domain import CostPlan, Jurisdiction, Rate
from chatbot.knowledge.library import Library
from chatbot.understanding.question import Reader
from chatbot.understanding.sums import LOOK_BACK, PriceElsewhere, SumAsked

ASKED = "how much would the beijing clinic be for a boy of 30 kg"


def plan(weight: float, visits: int | None = None, *, tests: bool = True, **rate: float | None) -> CostPlan:
    """Make a plan; a keyword is a currency with its rate."""
    told = [Rate(currency=code, per_one=per_one) for code, per_one in rate.items()]
    return CostPlan(weight_kg=weight, visits=visits, tests=tests, rate=told[0] if told else None)


def asked(reader: Reader, message: str, *history: str, country: Jurisdiction | None = None) -> SumAsked | None:
    return reader.read(message, history, country).sum


ONE_MESSAGE: list[tuple[str, CostPlan]] = [
    ("what would it come to for a 32 kg child", plan(32)),
    ("total damage for my 40 kilo girl, 3 rounds?", plan(40, 3)),
    ("price for my 40 kilo girl", plan(40)),
    ("how much for a 32 kg child, three cycles", plan(32, 3)),
    ("how much is the hospital's treatment if my son weighs 45 kg", plan(45)),
    ("HOW MUCH FOR 28KG KID 3 CYCLES NO TESTS", plan(28, 3, tests=False)),
    ("Our girl weighs twenty-five kilograms. What would two visits to Beijing cost without blood tests?", plan(25, 2, tests=False)),
    ("cost for a hundred and ten kilo man at the clinic", plan(110)),
    ("she's 6 stone 7 lbs, three visits, price please", plan(41.28, 3)),
    ("my kid is 88 pounds, how much would the clinic in beijing be in dollars", plan(39.92, USD=None)),
    ("weight: 30 kg, cycles: 4, clinic price?", plan(30, 4)),
    ("at 9.1 yuan per pound what would 3 cycles cost for 40 kg", plan(40, 3, GBP=9.1)),
    ("my autistic son is 30 kg how much is the treatment in beijing", plan(30)),
    ("is it expensive? the clinic i mean, he's 26 kg", plan(26)),
    ("im in the us, son 30 kg, 3 cycles at the clinic in beijing, cost", plan(30, 3)),
    ("in australian dollars what is the beijing programme for 30 kg", plan(30, AUD=None)),
    ("clinic says one dose for each 10 kg, my son is 30 kg, cost?", plan(30)),
    ("clinic cost for -5kg", plan(-5)),
    ("price 30 kg zero cycles", plan(30, 0)),
]  # fmt: skip


@pytest.mark.parametrize(("message", "wanted"), ONE_MESSAGE)
def test_one_message_asks_for_a_sum(reader: Reader, message: str, wanted: CostPlan) -> None:
    made = asked(reader, message)
    assert made
    assert (made.plan, made.doubt, made.follows) == (wanted, None, False)


FOLLOW_UPS: list[tuple[str, list[str], CostPlan]] = [
    ("and for 40 kg?", [ASKED], plan(40)),
    ("and without the tests?", [ASKED], plan(30, tests=False)),
    ("and if the doctor wants six cycles?", [ASKED], plan(30, 6)),
    ("make it 4 cycles", [ASKED], plan(30, 4)),
    ("and his sister is 22kg", [ASKED], plan(22)),
    ("what if he gets to 40 kg by then", [ASKED], plan(40)),
    ("no hang on hes lost weight, 30 kg now", ["what would three cycles in beijing cost at 40 kilos"], plan(30, 3)),
    ("in dollars?", [ASKED], plan(30, USD=None)),
    ("at 7.1 yuan to the dollar?", [ASKED], plan(30, USD=7.1)),
    ("with the tests then", [ASKED, "6 cycles no tests"], plan(30, 6)),
    ("six visits", [ASKED, "ok thanks"], plan(30, 6)),
    ("take the tests out", [ASKED], plan(30, tests=False)),
    ("total again pls", [ASKED], plan(30)),
    ("32kg", ["how much is the clinic programme?"], plan(32)),
    ("shes 5 stone", ["what does it cost in beijing?"], plan(31.75)),
    ("so what does the clinic cost", ["my son is 32 kg and has autism, does ivig help", "ok"], plan(32)),
    ("and the beijing clinic?", ["uk private ivig price 25 kilo boy"], plan(25)),
    ("sorry, 90 kg", ["what does beijing charge for 900kg lol"], plan(90)),
    ("and 40 kg?", ["what does ivig cost"], plan(40)),
    ("now 20 kg, beijing price", ["clinic price 30 kg six cycles no tests"], plan(20)),
]


@pytest.mark.parametrize(("message", "history", "wanted"), FOLLOW_UPS)
def test_a_follow_up_takes_what_it_leaves_out(
    reader: Reader, message: str, history: list[str], wanted: CostPlan
) -> None:
    made = asked(reader, message, *history)
    assert made
    assert (made.plan, made.doubt) == (wanted, None)


@pytest.mark.parametrize(
    ("message", "history", "doubt"),
    [
        ("clinic price for 3-6 cycles at 30 kg", [], "several-visits"),
        ("my sons are 20 kg and 35 kg, cost of the clinic for both?", [], "several-weights"),
        ("she weighs 32, how much is the clinic", [], "no-unit"),
        ("she weighs 32", ["how much is the clinic programme?"], "no-unit"),
        ("4 infusions at the clinic for 30 kg, cost", [], "parts"),
        ("2.5 cycles at 30 kg clinic cost", [], "visits"),
    ],
)
def test_what_can_be_read_in_two_ways_is_a_doubt(reader: Reader, message: str, history: list[str], doubt: str) -> None:
    made = asked(reader, message, *history)
    assert made
    assert (made.plan, made.doubt) == (None, doubt)


NO_SUM: list[tuple[str, list[str]]] = [
    ("he weighs 20 kg how many grams", []),
    ("how much ivig does a 20 kg child need", []),
    ("how much paracetamol for 20 kg", []),
    ("my son is 30 kg and has autism, does ivig work", []),
    ("my 30 kg son threw up after the drip, what should we do", []),
    ("he's 30 kg is that ok for 3 cycles", []),
    ("what rate for 30 kg", []),
    ("does insurance pay for ivig for a 30 kg child", []),
    ("what does ivig cost in the us for 30 kg", []),
    ("im in sydney, 20kg daughter, how much would ivig be here if we paid ourselves", []),
    ("what does a private clinic in london charge for 30 kg", []),
    ("how much would ivig for cidp cost for a 70 kg man", []),
    ("how much is scig for 30 kg", []),
    ("how much is fmt at the clinic for a 30kg child", []),
    ("how much is the beijing programme", []),
    ("are three cycles enough?", [ASKED]),
    ("can we skip the tests?", [ASKED]),
    ("is it safe?", [ASKED]),
    ("what would flights cost", [ASKED]),
    ("why so expensive", [ASKED]),
    ("and in the us?", [ASKED]),
    ("he weighs 30 kg, how many grams will he get", [ASKED]),
    ("and 40 kg?", ["what does ivig cost in the us for 30 kg"]),
    ("hes 30 kg btw, is it safe", ["how much is the clinic programme?"]),
    ("and six visits?", ["does it work for cidp"]),
    ("what does the clinic charge for the room", ["my son is 32 kg and has autism, does ivig help"]),
]


@pytest.mark.parametrize(("message", "history"), NO_SUM)
def test_what_asks_for_something_else_gets_no_sum(reader: Reader, message: str, history: list[str]) -> None:
    assert asked(reader, message, *history) is None


@pytest.mark.parametrize(
    ("message", "country", "sums"),
    [
        ("price for 40 kg", Jurisdiction.US, False),
        ("price for 40 kg", Jurisdiction.CN, True),
        ("price for 40 kg", None, True),
        ("price for 40 kg, three cycles", Jurisdiction.US, True),
        ("beijing price for 40 kg", Jurisdiction.US, True),
    ],
)
def test_a_reader_in_another_country_names_what_is_meant(
    reader: Reader, message: str, country: Jurisdiction | None, *, sums: bool
) -> None:
    assert bool(asked(reader, message, country=country)) is sums


@pytest.mark.parametrize(
    ("message", "sure"),
    [("price for 40 kg", False), ("clinic price for 40 kg", True), ("price for 40 kg, 2 cycles", True)],
)
def test_a_sum_is_sure_where_what_is_sold_is_named(reader: Reader, message: str, *, sure: bool) -> None:
    made = asked(reader, message)
    assert made
    assert made.sure is sure


@pytest.mark.parametrize(
    ("message", "history", "places"),
    [
        ("what does ivig cost in the us for 30 kg", [], {Jurisdiction.US}),
        ("and in canada?", [ASKED], {Jurisdiction.CA}),
        ("price per gram", [], set()),
        ("what does ivig cost", [], None),
        ("is it approved in the us", [], None),
        ("what does the beijing clinic cost, im in the us", [], None),
    ],
)
def test_a_price_of_another_place_is_known_as_such(
    reader: Reader, message: str, history: list[str], places: set[Jurisdiction] | None
) -> None:
    found = reader.read(message, history, None).price_elsewhere
    assert (None if found is None else set(found.places)) == places


def test_a_follow_up_is_understood_in_words_that_stand_alone(reader: Reader) -> None:
    question = reader.read("and six rounds, no tests?", [ASKED], None)
    assert question.standalone == (
        "What does the clinic programme in Beijing cost for 30 kg, 6 visits, without the tests?"
    )
    assert question.topics[0] == "clinic-programme"
    assert reader.read(ASKED, [], None).standalone == ASKED


def test_only_the_latest_turns_are_looked_at(reader: Reader) -> None:
    talk = [ASKED, *["ok"] * LOOK_BACK]
    assert asked(reader, "and six rounds?", *talk) is None
    assert asked(reader, "and six rounds?", *talk[:-1])


def test_the_words_are_those_of_the_corpus(tiny_library: Library) -> None:
    reader = Reader(tiny_library)
    cases: list[tuple[str, Any]] = [
        ("what does the home machine cost for 40 kg, 2 visits, without the check", plan(40, 2, tests=False)),
        ("what does it cost for 40 kg on the ward", None),
        ("does it help at 40 kg", None),
    ]
    for message, wanted in cases:
        made = asked(reader, message)
        assert (made and made.plan) == wanted


def test_another_place_is_no_list_of_this_kind(reader: Reader) -> None:
    assert isinstance(reader.read("what does ivig cost in the us", [], None).price_elsewhere, PriceElsewhere)
