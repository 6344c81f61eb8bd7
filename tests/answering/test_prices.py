"""Prices of one place only, and never a price list's own for something else."""

from dataclasses import replace

import pytest
from replies import make_hit
from samples import make_passage, make_source

from chatbot.answering.prices import of_that_place
from chatbot.domain import Jurisdiction, Passage
from chatbot.knowledge.library import Library
from chatbot.understanding.sums import PriceElsewhere


def passage(name: str, place: Jurisdiction, *topics: str) -> Passage:
    return replace(make_passage(name, f"{name}.", topics=topics), source=make_source(name, jurisdiction=place))


PASSAGES = [
    passage("home-seller", Jurisdiction.US, "cost"),
    passage("us-price", Jurisdiction.US, "cost"),
    passage("uk-price", Jurisdiction.UK, "cost", "session"),
    passage("uk-session", Jurisdiction.UK, "session"),
    passage("home-seller", Jurisdiction.US, "session"),
]


@pytest.mark.parametrize(
    ("places", "kept"),
    [
        ([Jurisdiction.US], ["us-price", "uk-session", "home-seller"]),
        ([Jurisdiction.UK], ["uk-price", "uk-session", "home-seller"]),
        ([Jurisdiction.US, Jurisdiction.UK], ["us-price", "uk-price", "uk-session", "home-seller"]),
        ([Jurisdiction.CA], ["us-price", "uk-price", "uk-session", "home-seller"]),
        ([], ["us-price", "uk-price", "uk-session", "home-seller"]),
    ],
)
def test_only_prices_of_the_place_asked_about_are_left(
    tiny_library: Library, places: list[Jurisdiction], kept: list[str]
) -> None:
    asked = PriceElsewhere(prices=tiny_library.costs[0], places=tuple(places))
    hits = of_that_place([make_hit(p) for p in PASSAGES], asked)
    assert [hit.passage.record for hit in hits] == kept
