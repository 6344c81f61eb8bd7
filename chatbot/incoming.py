"""A question as it comes in from outside, as JSON or a mapping; unknown keys and countries are refused."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from chatbot.domain import Jurisdiction
from chatbot.errors import SettingsError
from chatbot.settings import country


def _country(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return country(value)
    except SettingsError as error:
        raise ValueError(str(error)) from error


def _text(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


class Incoming(BaseModel):
    """One question with what belongs to it; the contract's keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str | None, BeforeValidator(_text, json_schema_input_type=str | int | None)] = None
    question: str
    history: tuple[str, ...] = ()
    """Earlier turns, oldest first."""
    country: Annotated[Jurisdiction | None, BeforeValidator(_country)] = None


def complaint(error: ValidationError) -> str:
    """Say the first thing that is wrong: which key, and what."""
    first = error.errors(include_url=False)[0]
    where = ".".join(str(part) for part in first["loc"]) or "the question"
    return f"{where}: {first['msg'].removeprefix('Value error, ')}"
