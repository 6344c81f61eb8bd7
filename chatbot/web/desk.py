"""What the reviewers' pages work with: reviews of what was answered, runs of the evals, and cases made of answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from chatbot.audit.acts import Acts, What
from chatbot.audit.archive import Filter, Kept
from chatbot.audit.casing import add, case
from chatbot.audit.claims import ClaimSeen, claims
from chatbot.audit.models import SCORES
from chatbot.audit.review import Review
from chatbot.audit.trail import Trail
from chatbot.domain import Passage
from chatbot.errors import ReviewError
from chatbot.knowledge.library import Library
from chatbot.web.bench import Bench

WAIT = 30
"""Seconds that a score may take to be on the disk."""
CONSIDERED = 5
"""So many of the passages that were looked at stand beside a reply that claims nothing."""


class Considered(NamedTuple):
    """A passage that was looked at, as the library has it now."""

    passage: Passage
    score: float


class Under(NamedTuple):
    """An answer under review, as one reviewer may see it."""

    kept: Kept
    claims: list[ClaimSeen]
    considered: list[Considered]
    """Only of a reply that claims nothing."""
    scores: list[dict[str, Any]]
    settled: dict[str, int] | None
    yours: bool
    """Whether this reviewer has scored it."""
    wanted: bool
    """Whether it wants this reviewer's scores."""


@dataclass(frozen=True)
class Desk:
    """The reviewers' side of the web app."""

    trail: Trail
    bench: Bench
    library: Library
    cases: Path
    """The file that cases made of answers are put into."""

    @cached_property
    def review(self) -> Review:
        """The reviews of the trail."""
        return Review(self.trail)

    @cached_property
    def acts(self) -> Acts:
        """Where it is noted who did what."""
        return Acts(self.trail.archive)

    def under(self, number: int, rater: str) -> Under | None:
        """Return an answer as a reviewer may see it; None where it is not kept."""
        kept = self.review.answer(number)
        if kept is None:
            return None
        seen = self.review.seen(number, rater)
        found = claims(kept.record)
        return Under(
            kept=kept,
            claims=found,
            considered=[] if found else list(self._considered(kept.record)),
            scores=seen,
            settled=self.review.settled(number),
            yours=any(score["rater"] == rater for score in seen),
            wanted=self.review.wants(number, rater),
        )

    def score(self, number: int, rater: str, given: Mapping[str, str], note: str) -> None:
        """Keep the scores of a form; raise ReviewError where they are not whole."""
        scores = {name: int(text) for name in SCORES if (text := given.get(name, "")).isdecimal()}
        self.review.score(number, rater, scores, note).result(WAIT)

    def edit(self, number: int, rater: str, score: int, field: str, new: str, reason: str) -> None:
        """Set one of a reviewer's own scores right; raise ReviewError for one that is not theirs."""
        mine = [one for one in self.review.seen(number, rater) if one["rater"] == rater and one["number"] == score]
        if not mine or not new.isdecimal():
            raise ReviewError("a score is set right by whoever gave it, with a step of the scale and a reason")
        self.review.edit(score, field, int(new), author=rater, reason=reason).result(WAIT)

    def make_case(self, number: int, who: str) -> str:
        """Make an eval case of an answer and return its id; raise ReviewError where it is none or stands there."""
        kept = self.review.answer(number)
        if kept is None:
            raise ReviewError(f"no answer {number} is kept")
        made = case(kept, self.library)
        add(made, self.cases)
        self.acts.note(who, What.CASE_MADE, str(made["id"]))
        return str(made["id"])

    def start(self, set_: str, only: str, who: str) -> str:
        """Start a run of the evals and return its id."""
        id_ = self.bench.start(set_, only, who)
        self.acts.note(who, What.EVALS_RUN, id_, f"{set_} {only}".strip())
        return id_

    def everything(self, who: str, form: str) -> Iterator[Kept]:
        """Yield every answer with the scores that a reviewer may see; that it is taken away is noted."""
        self.acts.note(who, What.DOWNLOADED, form)
        return self.review.stream(Filter(), who)

    def _considered(self, record: Mapping[str, Any]) -> Iterator[Considered]:
        held = {passage.id: passage for passage in self.library.passages}
        for id_, score, _ in record["considered"][:CONSIDERED]:
            if id_ in held:
                yield Considered(held[id_], score)
