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
from sklearn.preprocessing import normalize

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
    """A row for each kind."""
    offset: Vectors

    def scores(self, texts: Sequence[str]) -> Vectors:
        """Return a row of scores for each text, in the order of the kinds."""
        runs = _weighed(_counted(texts), self.rarity)
        return np.asarray(runs @ self.weights.T + self.offset, dtype=np.float32)


def weigh(lessons: Sequence[Lesson], kinds: Sequence[str]) -> Phrases:
    """Learn the score of each of the kinds that some lessons are examples of and others are not."""
    counts = _counted([lesson.text for lesson in lessons])
    found = np.bincount(counts.indices, minlength=counts.shape[1])
    rarity = np.asarray(np.log((1 + len(lessons)) / (1 + found)) + 1, dtype=np.float32)
    runs = _weighed(counts, rarity)
    weights = [lesson.weight for lesson in lessons]
    told = {kind: [kind in lesson.kinds for lesson in lessons] for kind in kinds}
    known = [kind for kind, one in told.items() if any(one) and not all(one)]
    fits = [
        LogisticRegression(C=LOOSENESS, class_weight="balanced", max_iter=STEPS).fit(runs, told[kind], weights)
        for kind in known
    ]
    rows = np.array([fit.coef_[0] for fit in fits], dtype=np.float32).reshape(len(known), counts.shape[1])
    return Phrases(tuple(known), rarity, rows, np.array([fit.intercept_[0] for fit in fits], dtype=np.float32))


def _counted(texts: Sequence[str]) -> csr_array:
    """Count the runs of each text, of words and of letters side by side."""
    folded = [text.casefold() for text in texts]
    return csr_array(hstack([run.transform(folded) for run in RUNS]))


def _weighed(counts: csr_array, rarity: Vectors) -> csr_array:
    """Weigh counts by rarity; the runs of words and those of letters of a text are each of length one."""
    damped = counts.copy()
    damped.data = (1 + np.log(damped.data)) * rarity[damped.indices]
    return csr_array(hstack([normalize(damped[:, :BUCKETS]), normalize(damped[:, BUCKETS:])]))
