"""Whether the passages that carry a case's points are found, by finding alone and by plain fused search."""

from collections.abc import Sequence

from chatbot.assistant import Assistant
from evals.cases import AnswerCase

DEPTHS = (3, 5, 10)


def recall(assistant: Assistant, cases: Sequence[AnswerCase]) -> dict[int, float]:
    """Return the share of must-say points of which a carrying record is among the first passages, by depth."""
    hits = dict.fromkeys(DEPTHS, 0)
    points = 0
    for case in cases:
        records = [hit.passage.record for hit in assistant.find(case.question, max(DEPTHS)).hits]
        points += len(case.must_say)
        for depth in DEPTHS:
            hits[depth] += sum(not set(records[:depth]).isdisjoint(point.facts) for point in case.must_say)
    return {depth: count / points for depth, count in hits.items()}
