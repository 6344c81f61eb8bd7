"""What is heard in a message: how much it sounds like each kind, and the symptoms that it tells in plain words."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from chatbot.finding.encoding import Encoded
from chatbot.finding.metric import Metric
from chatbot.understanding.symptoms import Symptoms, Told
from chatbot.understanding.taught import Taught
from chatbot.understanding.topics import Forms, Manner

PHRASES = "phrases/"
"""Before the name of a kind: how much a message is worded like it."""
NEAREST = "nearest/"
"""Before the name of a kind: how near a message is to its nearest examples."""


class Circumstances:
    """The circumstances in which a message tells something, each as 1 or 0 by its name."""

    def __init__(self, patterns: Mapping[str, Sequence[str]]) -> None:
        self._patterns = {name: [re.compile(pattern) for pattern in some] for name, some in patterns.items()}

    def __call__(self, text: str, told: Sequence[Told]) -> dict[str, float]:
        """Return 1 for each circumstance with a pattern that stands in the text; told and denied are of symptoms."""
        folded = text.casefold()
        held = {name: any(p.search(folded) for p in some) for name, some in self._patterns.items()}
        held["told"] = any(not symptom.denied for symptom in told)
        held["denied"] = any(symptom.denied for symptom in told)
        return {name: float(one) for name, one in held.items()}


class Heard(NamedTuple):
    """A message, its score by kind (near 1 when it is one, near -1 when not) and the symptoms that it tells."""

    text: str
    scores: Mapping[str, float]
    told: tuple[Told, ...] = ()
    held: Mapping[str, float] = {}
    """Circumstances in which it is told, and in what manner, as 1 or 0."""

    def quiet(self) -> "Heard":
        """Return the same without what it sounds like; symptoms that it tells in plain words stay."""
        return self if any(not one.denied for one in self.told) else self._replace(scores={})


class Listener:
    """Hears messages with what was learned and with the rules."""

    def __init__(
        self,
        taught: Taught,
        circumstances: Circumstances,
        symptoms: Symptoms,
        forms: Forms,
        metric: Metric | None = None,
    ) -> None:
        """By the metric messages are compared with single examples."""
        self._taught = taught
        self._units = metric.units if metric else np.asarray
        self._nearest = taught.nearest._replace(rows=self._units(taught.nearest.rows))
        self._forms = forms
        self._circumstances = circumstances
        self._symptoms = symptoms

    def by(self, metric: Metric) -> "Listener":
        """Return the same listener with a metric."""
        return Listener(self._taught, self._circumstances, self._symptoms, self._forms, metric)

    def hear(self, texts: Sequence[str], read: Encoded) -> list[Heard]:
        """Return what is heard in each text; `read` has a row for each."""
        told = [tuple(self._symptoms.find(text)) for text in texts]
        held = [self._circumstances(text, one) for text, one in zip(texts, told, strict=True)]
        scores = self._taught.meaning.scores(read, [list(one.values()) for one in held])
        phrases, nearest = self._taught.phrases.scores(texts), self._nearest.scores(self._units(read.vectors))
        kinds = (
            *self._taught.meaning.kinds,
            *(PHRASES + kind for kind in self._taught.phrases.kinds),
            *(NEAREST + kind for kind in self._nearest.kinds),
        )
        return [
            Heard(
                text,
                dict(zip(kinds, map(float, (*row, *worded, *near)), strict=True)),
                one,
                {**beside, **self._manner(text)},
            )
            for text, row, worded, near, one, beside in zip(texts, scores, phrases, nearest, told, held, strict=True)
        ]

    def _manner(self, text: str) -> dict[str, float]:
        manner = self._forms.manner(text)
        return {"general": float(manner is Manner.GENERAL), "asking": float(manner is Manner.ASKING)}
