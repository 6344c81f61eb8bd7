"""What the forms of the pages send: words that are looked for, and choices from a list."""

from enum import StrEnum
from typing import TypeVar

from chatbot.domain import COUNTRIES, Jurisdiction

Choice = TypeVar("Choice", bound=StrEnum)


def says(text: str, query: str) -> bool:
    """Tell whether a text holds every word of a query; an empty query is held by every text."""
    folded = text.casefold()
    return all(word in folded for word in query.casefold().split())


def one_of(choices: type[Choice], text: str) -> Choice | None:
    """Read a choice; None for no choice, and for what is none of them."""
    return choices(text) if text in list(choices) else None


def page_country(text: str, otherwise: Jurisdiction | None) -> Jurisdiction | None:
    """Read the country of a page: as chosen, `any` for none, and the site's own where nothing was chosen."""
    if text == "any":
        return None
    return Jurisdiction(text) if text in COUNTRIES else otherwise
