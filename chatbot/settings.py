"""The settings: one frozen value, read once from a mapping; unknown names are refused."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from functools import partial
from ipaddress import ip_network
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
    """Folder of what is made: the index, the record of replies, and staff's own documents."""
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
    ocr: bool = False
    """Whether pages of documents that are pictures of text are read by OCR, which an extra brings: on or off."""
    trail: bool = True
    """Whether replies are recorded: on or off."""
    database_url: str = field(default="", repr=False)
    """Address of a PostgreSQL database for the record; empty for a file in the data folder."""
    audit_key: str = field(default="", repr=False)
    """The secret that the record's chain is made with; empty for one that is made in the data folder."""
    retention_days: int = 180
    """How long a reply is kept; 0 for ever."""
    sign_on_header: str = ""
    """Header in which a reverse proxy names who has signed on with it, such as X-Remote-User; empty for none."""
    trusted_proxies: tuple[str, ...] = ("127.0.0.1", "::1")
    """Addresses or networks of reverse proxies: only from there is it believed who signed on, and who the client is."""

    @property
    def documents(self) -> Path:
        """Folder of staff's own documents: it stands in the data folder, which no update touches."""
        return self.data / "documents"

    @property
    def cases(self) -> Path:
        """File of the eval cases that reviewers made of answers."""
        return self.data / "cases" / "reviewed.yaml"

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> "Settings":
        """Make settings from `CHATBOT_*` names; raise SettingsError for an unknown name or a bad value."""
        given = {k.removeprefix(PREFIX).lower(): v for k, v in environment.items() if k.startswith(PREFIX)}
        known = {one.name for one in fields(cls)}
        if unknown := sorted(given.keys() - known):
            names = ", ".join(PREFIX + name.upper() for name in unknown)
            allowed = ", ".join(PREFIX + name.upper() for name in sorted(known))
            raise SettingsError(f"unknown setting {names}; remove it or use one of {allowed}")
        return cls(**{name: _READERS.get(name, str)(text) for name, text in given.items()})  # type: ignore[arg-type]


def _folder(text: str) -> Path:
    return Path(text).expanduser().resolve()


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


def _switch(name: str, text: str) -> bool:
    if text not in {"on", "off"}:
        raise SettingsError(f"{PREFIX}{name} is {text!r}; give on or off")
    return text == "on"


def _days(text: str) -> int:
    if not text.isdecimal() or len(text) > 5:
        raise SettingsError(f"{PREFIX}RETENTION_DAYS is {text!r}; give a number of days, or 0 to keep replies for ever")
    return int(text)


def _header(text: str) -> str:
    if text and not re.fullmatch(r"[A-Za-z][A-Za-z0-9-]*", text):
        raise SettingsError(f"{PREFIX}SIGN_ON_HEADER is {text!r}; give the name of a header, such as X-Remote-User")
    return text


def _networks(text: str) -> tuple[str, ...]:
    """Read addresses and networks, apart by spaces; everybody's network is refused."""
    for one in text.split():
        try:
            everybody = ip_network(one).prefixlen == 0
        except ValueError:
            everybody = True
        if everybody:
            raise SettingsError(
                f"{PREFIX}TRUSTED_PROXIES holds {one!r}; give addresses or networks, such as 127.0.0.1 10.0.0.0/24"
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


_READERS: Mapping[str, Callable[[str], object]] = {
    "corpus": _folder,
    "data": _folder,
    "port": _port,
    "country": country,
    "frame_ancestors": _origins,
    "ocr": partial(_switch, "OCR"),
    "trail": partial(_switch, "TRAIL"),
    "retention_days": _days,
    "sign_on_header": _header,
    "trusted_proxies": _networks,
}
"""How the settings that are no plain texts are read."""
