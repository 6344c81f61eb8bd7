"""How well a question that leans on earlier turns is answered: as well as the same question asked alone?"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from chatbot.assistant import Assistant
from evals.answers import SHORT
from evals.cases import FollowupCase

ENOUGH = 0.6
"""Share of the passages of the twin's short answer that the reply must hold to be as good."""
Json = Mapping[str, Any]


class Row(NamedTuple):
    """A case with its reply and the reply to its twin."""

    case: FollowupCase
    reply: Json
    twin: Json

    @property
    def same_uses(self) -> bool:
        """Whether it is about the same uses as the twin."""
        return set(self.reply["uses"]) == set(self.twin["uses"])

    @property
    def topics_overlap(self) -> bool:
        """Whether it shares a topic with the twin, or neither has one."""
        one, other = set(self.reply["topics"]), set(self.twin["topics"])
        return bool(one & other) or one == other

    @property
    def same_labels(self) -> bool:
        """Whether the uses in question have the twin's labels, country by country."""
        return _labels(self.reply) == _labels(self.twin)

    @property
    def as_well(self) -> bool:
        """Whether it is the twin's kind of reply and holds enough of what the twin's short answer stands on."""
        if any(self.reply[key] != self.twin[key] for key in ("kind", "reason")):
            return False
        wanted = _passages(self.twin, SHORT)
        return len(wanted & _passages(self.reply)) >= ENOUGH * len(wanted)


CHECKS = ("same_uses", "topics_overlap", "same_labels", "as_well")


def run(assistant: Assistant, cases: Sequence[FollowupCase]) -> list[Row]:
    """Ask every case with its earlier turns, and its twin with none."""
    return [
        Row(
            case,
            assistant.reply(case.question, history=case.history).to_json(),
            assistant.reply(case.twin).to_json(),
        )
        for case in cases
    ]


def summary(rows: Sequence[Row]) -> dict[str, dict[str, tuple[int, int]]]:
    """Return for each kind of follow-up, and for all, how many pass each check, of how many."""
    kinds: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        kinds[row.case.why].append(row)
    groups = {**dict(sorted(kinds.items())), "all": list(rows)}
    return {
        kind: {check: (sum(bool(getattr(row, check)) for row in of), len(of)) for check in CHECKS}
        for kind, of in groups.items()
    }


def misses(rows: Sequence[Row]) -> Iterator[str]:
    """Yield each case that is answered less well than its twin: what it was taken to mean, and what failed."""
    for row in rows:
        failed = [check for check in CHECKS if not getattr(row, check)]
        if not row.as_well:
            yield f"{row.case.id} {' > '.join([*row.case.history, row.case.question])}"
            kinds = " for ".join(" ".join(filter(None, [reply["kind"], reply["reason"]])) for reply in row[1:])
            yield f"    meant {row.reply['standalone']!r}; twin {row.case.twin!r}"
            yield f"    got {kinds}; failed {', '.join(failed)}"


def _labels(reply: Json) -> set[tuple[str, str, str | None]]:
    labels = reply["labels"]
    return {(label["use"], label["label"], label["country"]) for label in labels if label["use"] in reply["uses"]}


def _passages(reply: Json, section: str | None = None) -> set[str]:
    numbers = {n for s in reply["sentences"] if section in {None, s["section"]} for n in s["citations"]}
    return {citation["passage_id"] for citation in reply["citations"] if citation["n"] in numbers}
