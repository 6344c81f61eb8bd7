"""The accepted figures: what a run is compared with, case by case, and how a new run is accepted."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from chatbot.audit.signtest import Shift, shift
from chatbot.errors import ChatbotError
from evals.eval_set import Scorer
from evals.results import SetResult, figures

FOLDER = Path(__file__).resolve().parent
BASELINE = FOLDER / "baseline.json"


class BaselineError(ChatbotError):
    """The accepted figures cannot be read, or a run cannot be accepted."""


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Scored(_Closed):
    """What a scorer said of the cases of a set; those not named were met."""

    missed: Mapping[str, tuple[int, int]] = {}
    unscored: tuple[str, ...] = ()
    never: bool = False
    """Whether one new miss is a regression."""


class SetOutcome(_Closed):
    """The cases of a set, its figures in words, and what each scorer said."""

    cases: tuple[str, ...]
    figures: Mapping[str, str]
    numbers: Mapping[str, float]
    scorers: Mapping[str, Scored]


class Acceptance(_Closed):
    """Who took a run as the new measure, when, why, and what got worse by it."""

    day: date
    who: str
    why: str
    library_version: str
    worse: tuple[str, ...]


class Outcomes(_Closed):
    """A whole run in short."""

    library_version: str
    sets: Mapping[str, SetOutcome]


class Baseline(_Closed):
    """The accepted run, and everyone who accepted one, newest first."""

    accepted: tuple[Acceptance, ...]
    outcomes: Outcomes


class Change(NamedTuple):
    """How many cases of both runs became worse and better by one scorer."""

    set: str
    scorer: str
    worse: tuple[str, ...]
    better: tuple[str, ...]
    never: bool

    @property
    def regressed(self) -> bool:
        """Whether more became worse than chance explains, or one where none may."""
        return self.shift in {Shift.WORSE, Shift.NEVER}

    @property
    def shift(self) -> Shift:
        """What these cases come to."""
        return shift(len(self.worse), len(self.better), never=self.never)

    def __str__(self) -> str:
        names = ", ".join(self.worse[:5]) + (" …" if len(self.worse) > 5 else "")
        return f"{self.set}: {self.scorer}: {len(self.worse)} worse ({names}), {len(self.better)} better"


def outcomes(results: Sequence[SetResult], library_version: str) -> Outcomes:
    """Return a run in short."""
    return Outcomes(library_version=library_version, sets={one.of.name: _outcome(one) for one in results})


def _outcome(result: SetResult) -> SetOutcome:
    whole = figures(result, groups=False)
    return SetOutcome(
        cases=tuple(row.id for row in result.rows),
        figures={figure.name: str(figure.value) for figure in whole},
        numbers={figure.name: round(figure.number, 6) for figure in whole},
        scorers={scorer.name: _scored(result, scorer) for scorer in result.of.scorers},
    )


def _scored(result: SetResult, scorer: Scorer) -> Scored:
    verdicts = {row.id: row.verdicts[scorer.name] for row in result.rows}
    return Scored(
        missed={id_: (v.hits, v.of) for id_, v in verdicts.items() if v.outcome == "missed"},
        unscored=tuple(id_ for id_, v in verdicts.items() if v.outcome == "unscored"),
        never=scorer.never,
    )


def changes(results: Sequence[SetResult], before: Outcomes) -> list[Change]:
    """Compare a run with the accepted one over the cases that both have; what did not change is left out."""
    return [change for result in results for change in _changes(result, before) if change.worse or change.better]


def _changes(result: SetResult, before: Outcomes) -> Iterator[Change]:
    old = before.sets.get(result.of.name)
    if old is None:
        return
    for scorer in result.of.scorers:
        if known := old.scorers.get(scorer.name):
            pairs = {
                row.id: (_share(known, row.id), row.verdicts[scorer.name].hits / row.verdicts[scorer.name].of)
                for row in result.rows
                if row.id in set(old.cases) - set(known.unscored) and row.verdicts[scorer.name].of
            }
            worse = tuple(id_ for id_, (was, now) in pairs.items() if now < was)
            better = tuple(id_ for id_, (was, now) in pairs.items() if now > was)
            yield Change(result.of.name, scorer.name, worse, better, scorer.never)


def _share(known: Scored, id_: str) -> float:
    hits, of = known.missed.get(id_, (1, 1))
    return hits / of


def read_baseline(path: Path = BASELINE) -> Baseline | None:
    """Read the accepted run; None where none was accepted yet."""
    if not path.exists():
        return None
    try:
        return Baseline.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise BaselineError(f"{path.name} is not a baseline ({error.errors()[0]['msg']}); run 'accept' anew") from None


def accepted(new: Outcomes, old: Baseline | None, acceptance: Acceptance) -> Baseline:
    """Return the baseline that a run becomes; those who accepted before stay named."""
    if not (acceptance.who.strip() and acceptance.why.strip()):
        raise BaselineError("accepting needs a name and a reason; give --who and --why")
    return Baseline(accepted=(acceptance, *(old.accepted if old else ())), outcomes=new)


def worse_than(new: Outcomes, old: Baseline | None) -> tuple[str, ...]:
    """Tell each figure that a new run has worse than the accepted one, in words."""
    told = []
    for name, now in new.sets.items():
        was = old.outcomes.sets.get(name) if old else None
        for scorer, scored in now.scorers.items():
            if was and (known := was.scorers.get(scorer)):
                fresh = sorted(i for i in scored.missed if i in was.cases and _share(scored, i) < _share(known, i))
                if fresh:
                    told.append(f"{name}: {scorer}: {', '.join(fresh)}")
    return tuple(told)


def write(path: Path, content: BaseModel) -> None:
    """Write a record as JSON that reads well in a difference: a line for each name."""
    path.write_text(json.dumps(content.model_dump(mode="json"), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
