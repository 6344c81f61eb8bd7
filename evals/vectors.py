"""The vectors of a set's passages: encoded once, and kept in a folder for the next run of the same texts."""

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from chatbot.finding.encoding import Encoder, Progress, Vectors
from chatbot.finding.store import text_key

KEEP = 1024
"""After so many texts all is kept, so that a run that was stopped goes on from there."""


class Encoding(NamedTuple):
    """A row for each text, and how they came about."""

    vectors: Vectors
    new: int
    """How many texts had to be encoded."""
    seconds: float


def encoded(texts: Sequence[str], encoder: Encoder, folder: Path, progress: Progress | None = None) -> Encoding:
    """Return the vectors of texts; those that the folder holds of this model are taken over, new ones are added."""
    place = folder / f"vectors-{text_key(encoder.name)}.npz"
    held = _held(place)
    new = list(dict.fromkeys(text for text in texts if text_key(text) not in held))
    started = time.perf_counter()
    for start in range(0, len(new), KEEP):
        part = new[start : start + KEEP]
        held.update(zip(map(text_key, part), encoder.encode(part), strict=True))
        _keep(place, held)
        if progress:
            progress(start + len(part), len(new))
    seconds = time.perf_counter() - started
    return Encoding(np.stack([held[text_key(text)] for text in texts]), len(new), seconds)


def _held(place: Path) -> dict[str, Vectors]:
    if not place.is_file():
        return {}
    with np.load(place) as kept:
        return dict(zip(kept["keys"].tolist(), kept["vectors"], strict=True))


def _keep(place: Path, held: Mapping[str, Vectors]) -> None:
    """Write all in one step, so that a stop leaves what was kept before."""
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_suffix(".next.npz")
    np.savez(beside, keys=np.array(list(held)), vectors=np.stack(list(held.values())))
    beside.replace(place)
