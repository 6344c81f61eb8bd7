"""The quality card: the figures that the evals wrote down, shown as they are.

The evals make the file; what is read here is what a visitor is shown of it, and the rest of it is left alone.
"""

from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from chatbot.errors import SettingsError


class _Shown(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Figure(_Shown):
    """One figure of one set of cases, with its goal, and whether it was met or missed."""

    set: str
    name: str
    text: str
    goal: str
    verdict: str
    number: float | None = None
    low: float | None = None
    high: float | None = None
    """The ends of its 95% interval."""


class Acceptance(_Shown):
    """Who took the figures as the measure, and when."""

    day: date
    who: str
    why: str = ""
    worse: tuple[str, ...] = ()
    """What got worse by these figures, in words."""


class Holds(_Shown):
    """The library that was measured: how much it held, and when its sources were checked."""

    version: str
    sources: int | None = None
    uses: int | None = None
    passages: int | None = None
    documents: int | None = None
    checked_first: date | None = None
    checked_last: date | None = None


class QualityCard(_Shown):
    """The figures of one run of the evals."""

    library: Holds
    figures: tuple[Figure, ...]
    accepted: Acceptance | None = None
    """None while nobody has accepted the figures."""
    accepted_by: tuple[str, ...] = ()
    """Everyone who accepted figures, newest first."""
    cases_written: int | None = None
    cases_generated: int | None = None
    known_gaps: tuple[str, ...] = ()


def read_quality(path: Path | None) -> QualityCard | None:
    """Read a quality card; None where there is none; raise SettingsError for a file that is none."""
    if path is None or not path.is_file():
        return None
    try:
        return QualityCard.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise SettingsError(f"{path}: {where}: {first['msg']}; write the quality card anew or remove it") from error
