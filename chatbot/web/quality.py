"""The quality card: figures that the evals wrote down, shown as they are.

The file is one JSON object: `made` (a date), `library_version`, and `figures`, a list of objects with `what`, `figure`
and, where it needs one, `note`; all are texts. A file with anything else in it is refused.
"""

from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from chatbot.errors import SettingsError


class Figure(BaseModel):
    """One figure: what was measured, and what came out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    what: str
    figure: str
    note: str = ""


class QualityCard(BaseModel):
    """The figures of one run of the evals."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    made: date
    library_version: str
    figures: tuple[Figure, ...] = Field(min_length=1)


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
