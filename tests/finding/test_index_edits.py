"""Whatever is done to a library, the index opened after it equals a fresh build: nothing stale, nothing lost."""

import random
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from builds import assert_same, collection, open_index
from fakes import HashingEncoder
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from samples import make_passage

from chatbot.domain import Ask, Passage
from chatbot.finding.index import entries

WORDS = ("headache", "water", "kidney", "drip", "step", "the")
TOPICS = ("cost", "evidence")

Edit = Callable[[list[Passage], random.Random], list[Passage]]


def _text(chance: random.Random) -> str:
    return " ".join(f"{' '.join(chance.choices(WORDS, k=3)).capitalize()}." for _ in range(chance.randint(1, 3)))


def _new(passages: Sequence[Passage], chance: random.Random) -> Passage:
    asks = [f"{chance.choice(WORDS)}?" for _ in range(chance.randint(0, 2))]
    number = chance.randint(0, 9)
    while any(passage.record == f"fact-{number}" for passage in passages):
        number += 1
    return make_passage(f"fact-{number}", _text(chance), asks=asks, topics=chance.sample(TOPICS, k=1))


def add(passages: list[Passage], chance: random.Random) -> list[Passage]:
    at = chance.randint(0, len(passages))
    return [*passages[:at], _new(passages, chance), *passages[at:]]


def delete(passages: list[Passage], chance: random.Random) -> list[Passage]:
    gone = chance.choice(passages)
    return [passage for passage in passages if passage is not gone] or passages


def _changed(passages: list[Passage], chance: random.Random, text: Callable[[str], str]) -> list[Passage]:
    old = chance.choice(passages)
    made = make_passage(old.record, text(old.text), asks=[ask.text for ask in old.asks], topics=sorted(old.topics))
    return [made if passage is old else passage for passage in passages]


def shorten(passages: list[Passage], chance: random.Random) -> list[Passage]:
    return _changed(passages, chance, lambda text: text.split(". ")[0].removesuffix(".") + ".")


def rewrite(passages: list[Passage], chance: random.Random) -> list[Passage]:
    return _changed(passages, chance, lambda _: _text(chance))


def ask_otherwise(passages: list[Passage], chance: random.Random) -> list[Passage]:
    old = chance.choice(passages)
    asks = tuple(Ask(text=f"{chance.choice(WORDS)}?") for _ in range(chance.randint(0, 3)))
    return [replace(old, asks=asks) if passage is old else passage for passage in passages]


def retopic(passages: list[Passage], chance: random.Random) -> list[Passage]:
    old = chance.choice(passages)
    topics = frozenset(chance.sample(TOPICS, k=chance.randint(0, 2)))
    return [replace(old, topics=topics) if passage is old else passage for passage in passages]


def shuffle(passages: list[Passage], chance: random.Random) -> list[Passage]:
    return chance.sample(passages, k=len(passages))


EDITS: tuple[Edit, ...] = (add, delete, shorten, rewrite, ask_otherwise, retopic, shuffle)


def stored(folder: Path) -> dict[str, tuple[str, Any]]:
    """Read all that an index in force keeps in Chroma: documents and metadata by id."""
    name = (folder / "CURRENT").read_text().strip()
    with collection(folder / name / "chroma", name) as store:
        found = store.get()
    rows = zip(found["ids"], found["documents"] or [], found["metadatas"] or [], strict=True)
    return {row: (text, about) for row, text, about in rows}


def check_step(folder: Path, texts: Sequence[Passage], before: set[str]) -> set[str]:
    """Open after an edit; hold it to a fresh build and to encoding only new texts; return the texts now in it."""
    encoder = HashingEncoder()
    opened = open_index(folder, texts, encoder)
    now = {entry.text for entry in entries(texts)}
    assert sorted(encoder.encoded) == sorted(now - before)
    with tempfile.TemporaryDirectory() as fresh:
        assert_same(opened, open_index(Path(fresh), texts))
        assert stored(folder) == stored(Path(fresh))
    return now


@given(
    seed=st.integers(0, 2**32),
    edits=st.lists(st.sampled_from(EDITS), min_size=1, max_size=5),
)
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_after_every_edit_the_index_equals_a_fresh_build(seed: int, edits: list[Edit]) -> None:
    chance = random.Random(seed)
    passages = add(add([], chance), chance)
    with tempfile.TemporaryDirectory() as folder:
        known = check_step(Path(folder), passages, set())
        for edit in edits:
            passages = edit(passages, chance)
            known = check_step(Path(folder), passages, known)
