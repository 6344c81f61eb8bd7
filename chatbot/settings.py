"""The settings: one frozen value, read once from a mapping; unknown names are refused."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from chatbot.domain import COUNTRIES, Jurisdiction
from chatbot.errors import SettingsError

PREFIX = "CHATBOT_"
ROOT = Path(__file__).resolve().parent.parent
OFFICIAL_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of all-MiniLM-L6-v2's model.safetensors, as published with the model."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that may be chosen from outside; each field is the variable CHATBOT_<FIELD>."""

    corpus: Path = ROOT / "corpus"
    """Folder of the library."""
    data: Path = ROOT / ".chatbot"
    """Folder of what is made from the library, and of staff's own documents."""
    model: str = ""
    """Folder of another sentence-transformers model; empty for the installed all-MiniLM-L6-v2."""
    model_sha256: str = OFFICIAL_SHA256
    """SHA-256 that the model's weights must have."""
    chroma_url: str = ""
    """Address of a Chroma server, such as http://127.0.0.1:8000; empty for the embedded store."""
    country: Jurisdiction | None = None
    """The country a reader starts with; none by default."""
    host: str = "127.0.0.1"
    port: int = 7860
    frame_ancestors: tuple[str, ...] = ()
    """Sites that may show the page in a frame, such as https://clinic.example; none but itself by default."""

    @property
    def documents(self) -> Path:
        """Folder of staff's own documents: it stands in the data folder, which no update touches."""
        return self.data / "documents"

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> "Settings":
        """Make settings from `CHATBOT_*` names; raise SettingsError for an unknown name or a bad value."""
        given = {k.removeprefix(PREFIX).lower(): v for k, v in environment.items() if k.startswith(PREFIX)}
        known = {field.name for field in fields(cls)}
        if unknown := sorted(given.keys() - known):
            names = ", ".join(PREFIX + name.upper() for name in unknown)
            allowed = ", ".join(PREFIX + name.upper() for name in sorted(known))
            raise SettingsError(f"unknown setting {names}; remove it or use one of {allowed}")
        return cls(**{name: _value(name, text) for name, text in given.items()})  # type: ignore[arg-type]


def _value(name: str, text: str) -> object:
    match name:
        case "corpus" | "data":
            return Path(text).expanduser().resolve()
        case "port":
            return _port(text)
        case "country":
            return country(text)
        case "frame_ancestors":
            return _origins(text)
        case _:
            return text


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise SettingsError(f"{PREFIX}PORT is {text!r}; give a number from 1 to 65535")
    return int(text)


def _origins(text: str) -> tuple[str, ...]:
    """Read addresses of sites, apart by spaces; a path or a whole family of sites is refused."""
    for origin in text.split():
        if not re.fullmatch(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?", origin):
            raise SettingsError(
                f"{PREFIX}FRAME_ANCESTORS holds {origin!r}; give addresses without a path, such as https://clinic.example"
            )
    return tuple(text.split())


def country(text: str | None) -> Jurisdiction | None:
    """Read a country's code, in any case; an empty text is no country."""
    if not text:
        return None
    code = text.strip().upper()
    if code not in COUNTRIES:
        raise SettingsError(f"unknown country {text!r}; use one of {', '.join(COUNTRIES)}, or none")
    return Jurisdiction(code)
