"""Every set of cases by its name."""

from collections.abc import Mapping
from datetime import date

from chatbot.knowledge.library import Library
from evals.eval_set import EvalSet
from evals.sets import answers, manners, records, signs


def all_sets(library: Library, today: date) -> Mapping[str, EvalSet]:
    """Return every set by its name, in the order in which they run."""
    made = (
        answers.answers(library, today),
        answers.refusals(),
        answers.absence(),
        answers.reviewed(library, today),
        records.labels_set(library),
        records.finding_set(),
        *signs.warning_signs(),
        manners.followups_set(),
        manners.costs_set(),
        manners.attacks_set(library),
        manners.languages_set(library),
        manners.robustness_set(),
    )
    return {one.name: one for one in made}


GROUPS: Mapping[str, tuple[str, ...]] = {
    "answers": ("answers", "refusals"),
    "urgent": ("signs", "minimised", "lookalikes", "turns"),
}
"""Names under which several sets are asked for together; `python -m evals NAME` runs them."""
