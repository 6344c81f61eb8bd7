"""Which words are names of people: given names and surnames of many countries as Faker lists them; home of faker."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from faker.providers import person

from chatbot.understanding.text import plain

EVERYDAY = Path(__file__).parent / "everyday.txt"
COUNTRIES = (
    *("en", "en_GB", "en_IE", "en_IN", "en_KE", "en_NG", "en_NZ", "en_PK", "en_US", "ga_IE", "ar_AA", "ar_SA", "az_AZ"),
    *("bg_BG", "cs_CZ", "da_DK", "de_AT", "de_DE", "el_GR", "es", "es_AR", "es_CO", "es_ES", "es_MX", "fa_IR", "fi_FI"),
    *("fr_FR", "fr_QC", "ha_NG", "he_IL", "hi_IN", "hr_HR", "hu_HU", "id_ID", "ig_NG", "it_IT", "nl_NL", "no_NO"),
    *("pl_PL", "pt_BR", "pt_PT", "ro_RO", "ru_RU", "sv_SE", "sw", "tr_TR", "tw_GH", "uk_UA", "vi_VN", "yo_NG", "zu_ZA"),
)
ENGLISH = ("en", "en_GB", "en_IE", "en_NZ", "en_US", "en_IN", "en_PK")
_WORD = re.compile(r"[^\W\d_]+")
SHORTEST = 3


class People(NamedTuple):
    """Names in plain letters; `everyday` are words of every day that are given names too."""

    given: frozenset[str]
    english: frozenset[str]
    """Given names of English-speaking countries alone."""
    surnames: frozenset[str]
    everyday: frozenset[str]


@lru_cache(maxsize=1)
def people() -> People:
    """Read the lists."""
    providers, english = _providers(COUNTRIES), _providers(ENGLISH)
    lines = EVERYDAY.read_text(encoding="utf-8").splitlines()
    return People(
        given=frozenset(_listed(providers, "first_name")),
        english=frozenset(_listed(english, "first_name")),
        surnames=frozenset(_listed(providers, "last_name")),
        everyday=frozenset(line for line in lines if not line.startswith("#")),
    )


def _providers(countries: Iterable[str]) -> list[type]:
    return [import_module(f"{person.__name__}.{country}").Provider for country in countries]


def _listed(providers: Iterable[type], prefix: str) -> Iterator[str]:
    for provider in providers:
        for name in dir(provider):
            if name.startswith(prefix) and not callable(lists := getattr(provider, name)):
                yield from (
                    plain(word) for text in _flat(lists) for word in _WORD.findall(text) if len(word) >= SHORTEST
                )


def _flat(lists: object) -> Iterator[str]:
    """Names as texts, lists of them, or lists with how often each is given."""
    match lists:
        case str():
            yield lists
        case Mapping():
            yield from map(str, lists)
        case tuple() | list() | set():
            for one in lists:
                yield from _flat(one)
