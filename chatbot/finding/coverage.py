"""The line between a question that the library covers and one that it does not; calibrated on labelled questions."""

from chatbot.finding.finder import Found
from chatbot.understanding.question import Question

LIKENESS = 0.50
"""Least likeness (cosine) of the best passage for a question that names no use."""
LIKENESS_WITH_USE = 0.30
"""The same for a question that names a use: its record always has something to say."""


def covered(question: Question, found: Found) -> bool:
    """Tell whether what was found is near enough to the question to answer it."""
    best = max((hit.likeness for hit in found.hits), default=0.0)
    return best >= (LIKENESS_WITH_USE if question.uses else LIKENESS)
