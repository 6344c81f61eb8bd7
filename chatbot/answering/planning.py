"""Which plans shape an answer: those of the topics asked, or of what was found."""

from collections.abc import Mapping, Sequence

from chatbot.finding.finder import Hit
from chatbot.knowledge.passages import belongs
from chatbot.knowledge.records import PlanRecord
from chatbot.understanding.question import Question

JOINED = 6
"""How many of the best passages tell what an answer is about."""


class Planner:
    """Chooses the plans of an answer."""

    def __init__(self, plans: Mapping[str, PlanRecord]) -> None:
        self._plans = plans

    def plans(self, question: Question, hits: Sequence[Hit]) -> list[PlanRecord]:
        """Return the plans of the topics; where nothing found joins use and topic, the plan of any use speaks too."""
        plans = [self._plans[topic] for topic in question.topics]
        if not plans:
            return self._likely(hits)
        facts = [h.passage for h in hits[:JOINED] if not question.uses or set(h.passage.uses) & set(question.uses)]
        joined = any(belongs(p, plans[0]) for p in facts if p.topics - {"uses"})
        if question.uses and not plans[0].use_first and not joined:
            return [*plans, *(p for p in self._plans.values() if p.default_for_use and p not in plans)]
        return plans

    def _likely(self, hits: Sequence[Hit]) -> list[PlanRecord]:
        """The plan that most of the best passages belong to, for a question that names no topic."""
        best = [hit.passage for hit in hits[:JOINED]]
        plans = [plan for plan in self._plans.values() if plan.subjects]
        counts = {plan.id: sum(belongs(p, plan) for p in best) for plan in plans}
        most = max(counts.values(), default=0)
        return [self._plans[next(topic for topic, n in counts.items() if n == most)]] if most else []
