"""Which passages may state a price: of one place only, and never a price list's own for something else."""

from collections.abc import Sequence

from chatbot.domain import Passage
from chatbot.finding.finder import Hit
from chatbot.understanding.sums import PriceElsewhere


def of_that_place(hits: Sequence[Hit], asked: PriceElsewhere) -> list[Hit]:
    """Leave out the list's prices, and those of other countries where there are some of the country asked about."""
    hits = [hit for hit in hits if not (_states_price(hit.passage, asked) and _of_list(hit.passage, asked))]
    there = [hit for hit in hits if _states_price(hit.passage, asked) and _there(hit.passage, asked)]
    if not there:
        return hits
    return [hit for hit in hits if not _states_price(hit.passage, asked) or _there(hit.passage, asked)]


def _states_price(passage: Passage, asked: PriceElsewhere) -> bool:
    return asked.prices.asked_by.topic in passage.topics


def _of_list(passage: Passage, asked: PriceElsewhere) -> bool:
    return asked.prices.source in {source.id for source in passage.sources}


def _there(passage: Passage, asked: PriceElsewhere) -> bool:
    return passage.source.jurisdiction in asked.places
