"""Places in a text, and the country that it asks about."""

import pytest

from chatbot.domain import Jurisdiction
from chatbot.knowledge.library import Library
from chatbot.understanding.places import Places, as_written


@pytest.fixture(scope="module")
def places(library: Library) -> Places:
    return Places(library.reading.follow_ups)


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("is it approved in the UK", "UK"),
        ("who pays in scotland", "UK"),
        ("we r in melbourne tho", "AU"),
        ("approved in germany?", "EU"),
        ("is it FDA approved", "US"),
        ("on the chinese label", "CN"),
        ("what does it cost in new york", "US"),
        ("is it licensed in US", "US"),
        ("does it help us", None),
        ("in the US or the UK", None),
        ("Is it licensed by the FDA? In Germany then?", "EU"),
        ("Is it licensed in Canada? And why not?", "CA"),
        ("the clinic in beijing", None),
        ("what does the beijing clinic offer", None),
        ("a trial in china", None),
        ("can you say that in spanish", None),
        ("is it safe", None),
        ("", None),
    ],
)
def test_the_country_is_that_of_the_last_sentence_that_names_one_alone(
    places: Places, text: str, country: str | None
) -> None:
    assert places.country(text) == country


def test_a_place_after_in_can_be_replaced(places: Places) -> None:
    (place,) = places.find("is it approved in the us for adults")
    assert (place.country, place.placed, place.noun) == (Jurisdiction.US, True, True)
    assert "is it approved in the us for adults"[place.start : place.end] == "the us"
    (word,) = places.find("on the european label")
    assert (word.placed, word.noun) == (False, False)


@pytest.mark.parametrize(
    ("typed", "written"),
    [("the uk", "the UK"), ("nsw", "NSW"), ("NEW york", "New York"), ("melbourne", "Melbourne"), ("u.s.", "U.S.")],
)
def test_a_place_is_written_as_inside_a_sentence(typed: str, written: str) -> None:
    assert as_written(typed) == written


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("we are in canada and my son is 4", "CA"),
        ("I live in Leeds", "UK"),
        ("hi, based in germany. she has CIDP", "EU"),
        ("im in the US", "US"),
        ("we still live near Melbourne", "AU"),
        ("is it approved in canada", None),
        ("they say there is a clinic in china", None),
        ("my sister lives far from canada", None),
    ],
)
def test_home_is_where_the_writer_says_to_live(places: Places, text: str, country: str | None) -> None:
    assert places.home(text) == country
