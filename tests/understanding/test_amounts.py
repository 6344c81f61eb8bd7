"""What one message tells: weights, visits, tests, a rate, places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.domain import Jurisdiction, Rate
from chatbot.knowledge.library import Library
from chatbot.understanding.amounts import Amounts, Told


@pytest.fixture(scope="module")
def amounts(library: Library) -> Amounts:
    return Amounts(library.reading.amounts)


def read(amounts: Amounts, text: str) -> Told:
    return amounts.read(text, "CNY")


@pytest.mark.parametrize(
    ("text", "weights"),
    [
        ("a child of 20 kg?", (20,)),
        ("my 17.5kg son", (17.5,)),
        ("a 30-kilo child", (30,)),
        ("she weighs 25 KILOGRAMS", (25,)),
        ("thirty two kilos", (32,)),
        ("a hundred kilos", (100,)),
        ("100 pounds", (45.36,)),
        ("he is 44lbs", (19.96,)),
        ("4 stone", (25.4,)),
        ("5st 3, lads 13", (33.11,)),
        ("5 stone and 10 pounds", (36.29,)),
        ("7 stone 2 cycles", (44.45,)),
        ("7 stone 14", (44.45,)),
        ("four and a half stone", (28.58,)),
        ("30 kg (66 lb)", (30,)),
        ("66 lbs, that is about 30 kg", (29.94,)),
        ("for 20 kg or 30 kg", (20, 30)),
        ("30-32 kg", (30, 32)),
        ("19.4 on the scale (kg)", (19.4,)),
        ("weight (kg): 32", (32,)),
        ("0 kg", (0,)),
        ("-5 kg", (-5,)),
        ("minus two kilos", (-2,)),
        ("900kg", (900,)),
        ("one dose for each 10 kg, my son is 30 kg", (30,)),
        ("he gained 2 kg and is 32 kg now", (32,)),
        ("30 kg of luggage", ()),
        ("2 g/kg", ()),
        ("the 1st cycle", ()),
        ("20 kittens", ()),
        ("1,000 kg", ()),
        ("weight unknown", ()),
        ("", ()),
    ],
)
def test_body_weights_are_read_in_kg(amounts: Amounts, text: str, weights: tuple[float, ...]) -> None:
    assert read(amounts, text).weights == weights


@pytest.mark.parametrize(
    ("text", "no_unit"),
    [
        ("she weighs 32", True),
        ("weight: 40, three cycles", True),
        ("she weighs about 32 now", True),
        ("she weighs 32 kg", False),
        ("she weighs 3 cycles", False),
        ("she is 32", False),
        ("she weighs 10% more", False),
    ],
)
def test_a_weight_without_a_unit_is_noticed(amounts: Amounts, text: str, *, no_unit: bool) -> None:
    assert read(amounts, text).no_unit is no_unit


@pytest.mark.parametrize(
    ("text", "visits"),
    [
        ("3 cycles", (3,)),
        ("three rounds", (3,)),
        ("all 3 visits", (3,)),
        ("a couple of cycles", (2,)),
        ("half a dozen visits", (6,)),
        ("one session", (1,)),
        ("a single visit", (1,)),
        ("just one", (1,)),
        ("just the one for him", (1,)),
        ("only one child", ()),
        ("first cycle only", (1,)),
        ("the 1st visit", (1,)),
        ("going to beijing once", (1,)),
        ("one more cycle", (1,)),
        ("three full monthly cycles", (3,)),
        ("3-cycle plan", (3,)),
        ("cycles: 4", (4,)),
        ("up to six cycles", (6,)),
        ("0 cycles", (0,)),
        ("minus two cycles", (-2,)),
        ("40 cycles", (40,)),
        ("2.5 cycles", (2.5,)),
        ("3-6 cycles", (3, 6)),
        ("three or four visits", (3, 4)),
        ("3 times a day", ()),
        ("cycle 4 is next", ()),
        ("some cycles", ()),
        ("30 kg", ()),
    ],
)
def test_numbers_of_visits_are_read(amounts: Amounts, text: str, visits: tuple[float, ...]) -> None:
    assert read(amounts, text).visits == visits


@pytest.mark.parametrize(
    ("text", "parts"), [("4 infusions", True), ("4 infusions in 2 visits", False), ("an infusion", False)]
)
def test_a_number_of_what_a_visit_is_made_of_is_noticed(amounts: Amounts, text: str, *, parts: bool) -> None:
    assert read(amounts, text).parts is parts


@pytest.mark.parametrize(
    ("text", "tests"),
    [
        ("without the tests", False),
        ("no tests", False),
        ("tests already done", False),
        ("excluding blood tests", False),
        ("not counting the tests", False),
        ("we already did the tests there so leave them out", False),
        ("had the testing done last trip", False),
        ("what if you leave the tests off", False),
        ("take the tests out", False),
        ("minus tests", False),
        ("no bloodwork", False),
        ("without eeg and bloods", False),
        ("skip the tests", False),
        ("with the tests", True),
        ("incl the eeg and bloods", True),
        ("which tests are done first?", None),
        ("3 cycles", None),
    ],
)
def test_tests_or_none_are_read(amounts: Amounts, text: str, *, tests: bool | None) -> None:
    assert read(amounts, text).tests is tests


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("at 7.1 yuan to the dollar", ("USD", 7.1)),
        ("7.25 rmb per usd", ("USD", 7.25)),
        ("6.9 yuan a dollar", ("USD", 6.9)),
        ("9.1 yuan per pound", ("GBP", 9.1)),
        ("9.3 yuan to the pound", ("GBP", 9.3)),
        ("at 7.3 CNY/USD", ("USD", 7.3)),
        ("usd/cny 7.15", ("USD", 7.15)),
        ("1 usd = 7.2", ("USD", 7.2)),
        ("$1 = 7.2 yuan", ("USD", 7.2)),
        ("$1 = ¥7.1", ("USD", 7.1)),
        ("£1 is 9.2 yuan", ("GBP", 9.2)),
        ("a dollar is 7.2 yuan", ("USD", 7.2)),
        ("one euro is 7.8 rmb", ("EUR", 7.8)),
        ("7.1 to the dollar", ("USD", 7.1)),
        ("1 yuan is 0.125 dollars", ("USD", 8.0)),
        ("0.125 usd per yuan", ("USD", 8.0)),
        ("0.125 usd/cny", ("USD", 8.0)),
        ("4.7 yuan to the aussie dollar", ("AUD", 4.7)),
        ("exchange rate 7.3, in usd", ("USD", 7.3)),
        ("0 yuan to the dollar", ("USD", 0.0)),
        ("what is that in dollars", ("USD", None)),
        ("how many euros", ("EUR", None)),
        ("66 pounds is 30 kg", None),
        ("1 pound is 1.3 dollars", None),
        ("exchange rate 7.3", None),
        ("in yuan please", None),
        ("30 kg", None),
    ],
)
def test_a_rate_is_the_reader_s_own_or_none(amounts: Amounts, text: str, rate: tuple[str, float | None] | None) -> None:
    assert read(amounts, text).rate == (Rate(currency=rate[0], per_one=rate[1]) if rate else None)


def test_a_pound_of_money_is_no_weight_and_a_pound_of_weight_no_money(amounts: Amounts) -> None:
    told = read(amounts, "in £ if its 9.3 yuan to the pound, son is 110 pounds")
    assert (told.weights, told.rate) == ((49.9,), Rate(currency="GBP", per_one=9.3))


def test_what_is_told_is_gone_from_the_rest(amounts: Amounts) -> None:
    told = read(amounts, "Three cycles at 30 kg without the tests, 7.1 yuan to the dollar, please")
    assert told.rest.replace(";", " ").split() == ["at", ",", ",", "please"]
    assert told.text == "3 cycles at 30 kg without the tests, 7.1 yuan to the dollar, please"


@pytest.mark.parametrize(
    ("text", "anything"), [("30 kg", True), ("no tests", True), ("with tests", True), ("hello", False)]
)
def test_a_message_that_tells_nothing_says_so(amounts: Amounts, text: str, *, anything: bool) -> None:
    assert read(amounts, text).anything is anything


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("in the us", {Jurisdiction.US}),
        ("what would it cost us", set()),
        ("in australian dollars", set()),
        ("american dollars in London", {Jurisdiction.UK}),
        ("beijing or toronto", {Jurisdiction.CN, Jurisdiction.CA}),
        ("here", set()),
    ],
)
def test_countries_are_named_by_places_and_not_by_money(amounts: Amounts, text: str, places: set[Jurisdiction]) -> None:
    assert set(amounts.places(read(amounts, text))) == places


def test_any_text_can_be_read(amounts: Amounts) -> None:
    @given(st.text(alphabet=st.sampled_from("0123456789.,-/ kgstlbonexyuandollr$£=⁄½ "), max_size=40))
    def holds(text: str) -> None:
        told = read(amounts, text)
        assert all(weight == round(weight, 2) for weight in told.weights)

    holds()


def test_the_words_are_those_of_the_corpus(tiny_library: Library) -> None:
    tiny = Amounts(tiny_library.reading.amounts)
    told = tiny.read("fifty kilos, a couple of visits, 1.2 dollars per euro, without the check", "USD")
    assert (told.weights, told.visits, told.tests) == ((50,), (2,), False)
    assert told.rate == Rate(currency="EUR", per_one=1.2)
    assert tiny.read("fünfzig Kilogramm, 3 cycles", "USD").anything is False
