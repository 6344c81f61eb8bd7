"""What runs of words and of letters tell of a message, beside its meaning; home of scikit-learn.

A vector of meaning holds what a message is about and loses small words: 'no', 'last year', 'what if'. Runs of one to
three words and of two to five letters hold them, whatever the spelling. The score is a logistic regression over their
tf-idf weights (Salton and Buckley 1988). Runs are hashed, so nothing but numbers is kept.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_array, hstack
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import LogisticRegression

from chatbot.finding.encoding import Vectors
from chatbot.understanding.learning import Lesson

BUCKETS = 2**16
"""How many numbers the runs of words, and those of letters, are hashed to."""
HASHED: Mapping[str, Any] = {"n_features": BUCKETS, "alternate_sign": False, "norm": None}
WORD = re.compile(r"[\w']+")
RUNS = (
    HashingVectorizer(ngram_range=(1, 3), tokenizer=WORD.findall, token_pattern=None, **HASHED),
    HashingVectorizer(ngram_range=(2, 5), analyzer="char_wb", **HASHED),
)
LOOSENESS = 10.0
"""How far the weights may go: the inverse of the penalty on their squares."""
STEPS = 1000


class Phrases(NamedTuple):
    """A linear score for each kind, above 0 for what is worded like its examples."""

    kinds: tuple[str, ...]
    rarity: Vectors
    """The inverse document frequency of each run."""
    weights: Vectors
    """A row for each run."""
    offset: Vectors

    def scores(self, texts: Sequence[str]) -> Vectors:
        """Return a row of scores for each text, in the order of the kinds."""
        counts = _counted(texts)
        runs = [_weighed(count, rarity) for count, rarity in zip(counts, _halves(self.rarity), strict=True)]
        scores = sum(run @ weights for run, weights in zip(runs, _halves(self.weights), strict=True))
        return np.asarray(scores + self.offset, dtype=np.float32)


def weigh(lessons: Sequence[Lesson], kinds: Sequence[str]) -> Phrases:
    """Learn the score of each of the kinds that some lessons are examples of and others are not."""
    counts = _counted([lesson.text for lesson in lessons])
    found = np.concatenate([np.bincount(count.indices, minlength=BUCKETS) for count in counts])
    rarity = np.asarray(np.log((1 + len(lessons)) / (1 + found)) + 1, dtype=np.float32)
    runs = csr_array(hstack([_weighed(count, rare) for count, rare in zip(counts, _halves(rarity), strict=True)]))
    weights = [lesson.weight for lesson in lessons]
    told = {kind: [kind in lesson.kinds for lesson in lessons] for kind in kinds}
    known = [kind for kind, one in told.items() if any(one) and not all(one)]
    fits = [
        LogisticRegression(C=LOOSENESS, class_weight="balanced", max_iter=STEPS).fit(runs, told[kind], weights)
        for kind in known
    ]
    rows = np.array([fit.coef_[0] for fit in fits], dtype=np.float32).reshape(len(known), len(rarity))
    offset = np.array([fit.intercept_[0] for fit in fits], dtype=np.float32)
    return Phrases(tuple(known), rarity, np.ascontiguousarray(rows.T), offset)


def _counted(texts: Sequence[str]) -> list[csr_array]:
    """Count the runs of words and those of letters, a row for each text."""
    folded = [text.casefold() for text in texts]
    return [csr_array(run.transform(folded)) for run in RUNS]


def _halves(whole: Vectors) -> tuple[Vectors, Vectors]:
    """Part what stands for the runs of words from what stands for those of letters."""
    return whole[:BUCKETS], whole[BUCKETS:]


def _weighed(counts: csr_array, rarity: Vectors) -> csr_array:
    """Weigh counts by rarity; the runs of a text are together of length one."""
    weights = (1 + np.log(counts.data)) * rarity[counts.indices]
    text = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    lengths = np.sqrt(np.bincount(text, weights**2, minlength=counts.shape[0]))
    return csr_array((weights / lengths[text], counts.indices, counts.indptr), shape=counts.shape)
