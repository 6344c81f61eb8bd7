"""The quality card: the accepted figures, what the library holds, known gaps, who accepted them; made by a run."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from chatbot.knowledge.library import Library
from evals.baseline import FOLDER, Acceptance
from evals.results import Figure, Numbers, SetResult, figures, goal_said

QUALITY = FOLDER / "quality.json"
FORMAT = 1


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CardFigure(_Closed):
    """A figure of the card: a share with its interval, or a median."""

    set: str
    name: str
    text: str
    number: float
    low: float
    high: float
    of: int
    goal: str
    verdict: str
    """met, missed, or empty where there is no goal."""


class Holds(_Closed):
    """What the library holds."""

    sources: int
    uses: int
    passages: int
    documents: int
    checked_first: date
    checked_last: date
    version: str


class QualityCard(_Closed):
    """What a visitor may know of how well the answers are."""

    format: int = FORMAT
    accepted: Acceptance | None = None
    """Who accepted these figures; None while nobody has."""
    accepted_by: tuple[str, ...] = ()
    """Everyone who accepted a run, newest first."""
    cases_written: int
    cases_generated: int
    library: Holds
    figures: tuple[CardFigure, ...]
    known_gaps: tuple[str, ...]


def quality_card(results: Sequence[SetResult], library: Library, version: str) -> QualityCard:
    """Make the card from the rows of a whole run; nobody has accepted it yet."""
    told = [(one.of.name, figure) for one in results for figure in figures(one, groups=False)]
    counts = Counter[bool]()
    for one in results:
        counts[one.of.generated] += len(one.rows)
    days = [source.checked for source in library.sources.values()]
    return QualityCard(
        cases_written=counts[False],
        cases_generated=counts[True],
        library=Holds(
            sources=len(library.sources),
            uses=len(library.uses),
            passages=len(library.passages),
            documents=len({p.record for p in library.passages if p.origin == "document"}),
            checked_first=min(days),
            checked_last=max(days),
            version=version,
        ),
        figures=tuple(_figure(name, figure) for name, figure in told),
        known_gaps=tuple(_gap(name, figure) for name, figure in told if figure.verdict == "missed"),
    )


def accepted(card: QualityCard, acceptances: Sequence[Acceptance]) -> QualityCard:
    """Return the card with those who accepted a run, newest first."""
    names = tuple(dict.fromkeys(one.who for one in acceptances))
    return card.model_copy(update={"accepted": acceptances[0], "accepted_by": names})


def _figure(name: str, figure: Figure) -> CardFigure:
    value = figure.value
    low, high = (value.low, value.high) if isinstance(value, Numbers) else value.interval
    return CardFigure(
        set=name,
        name=figure.name,
        text=str(value),
        number=round(figure.number, 6),
        low=round(low, 6),
        high=round(high, 6),
        of=value.of,
        goal=goal_said(figure.scorer.goal, measures=figure.scorer.measures),
        verdict=figure.verdict,
    )


def _gap(name: str, figure: Figure) -> str:
    goal = goal_said(figure.scorer.goal, measures=figure.scorer.measures)
    return f"{name}: {figure.name}: {figure.value}; the goal is {goal}."


def read_card(path: Path = QUALITY) -> QualityCard | None:
    """Read a card; None where there is none yet."""
    return QualityCard.model_validate_json(path.read_bytes()) if path.exists() else None
