"""A question that leans on earlier turns against the same asked alone; told beside as `twin`."""

from evals.cases import FollowupCase
from evals.told import SHORT, Json, Told
from evals.verdict import Verdict, judge

ENOUGH = 0.6
"""Share of the passages of the twin's short answer that the reply must hold to be as good."""


def same_uses(_case: FollowupCase, told: Told) -> Verdict:
    """It is about the same uses as the twin."""
    one, other = sorted(set(told.reply["uses"])), sorted(set(told.beside["twin"]["uses"]))
    return judge(holds=one == other, why=f"about {one}, alone about {other}")


def topics_overlap(_case: FollowupCase, told: Told) -> Verdict:
    """It shares a topic with the twin, or neither has one."""
    one, other = set(told.reply["topics"]), set(told.beside["twin"]["topics"])
    return judge(holds=bool(one & other) or one == other, why=f"topics {sorted(one)}, alone {sorted(other)}")


def same_labels(_case: FollowupCase, told: Told) -> Verdict:
    """The uses in question have the twin's labels, country by country."""
    return judge(holds=_labels(told.reply) == _labels(told.beside["twin"]), why="other labels than alone")


def as_well(case: FollowupCase, told: Told) -> Verdict:
    """It is the twin's kind of reply and holds enough of what the twin's short answer stands on."""
    reply, twin = told.reply, told.beside["twin"]
    kinds = " for ".join(" ".join(filter(None, [one["kind"], one["reason"]])) for one in (reply, twin))
    why = f"meant {reply['standalone']!r}; twin {case.twin!r}; got {kinds}"
    if any(reply[key] != twin[key] for key in ("kind", "reason")):
        return judge(holds=False, why=why)
    return judge(holds=holds_enough(reply, twin), why=why)


def holds_enough(reply: Json, other: Json) -> bool:
    """Tell whether a reply holds enough of the passages that another's short answer stands on."""
    wanted = _passages(other, SHORT)
    return len(wanted & _passages(reply)) >= ENOUGH * len(wanted)


def _labels(reply: Json) -> set[tuple[str, str, str | None]]:
    labels = reply["labels"]
    return {(label["use"], label["label"], label["country"]) for label in labels if label["use"] in reply["uses"]}


def _passages(reply: Json, section: str | None = None) -> set[str]:
    numbers = {n for s in reply["sentences"] if section in {None, s["section"]} for n in s["citations"]}
    return {citation["passage_id"] for citation in reply["citations"] if citation["n"] in numbers}
