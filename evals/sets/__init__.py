"""Every set of cases by its name."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from chatbot.knowledge.library import Library
from evals.eval_set import EvalSet
from evals.sets import answers, manners, records, signs


def all_sets(library: Library, today: date, own: Path | None = None) -> Mapping[str, EvalSet]:
    """Return every set by its name, in the order in which they run; with a folder of reviewers' cases also those."""
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
    beside = (answers.own(library, today, own),) if own else ()
    return {one.name: one for one in (*made, *beside)}


GROUPS: Mapping[str, tuple[str, ...]] = {
    "answers": ("answers", "refusals"),
    "urgent": ("signs", "minimised", "lookalikes", "turns"),
}
"""Names under which several sets are asked for together; `python -m evals NAME` runs them."""
