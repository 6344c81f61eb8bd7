"""The key that the chain is made with: as set, or made once and kept beside the data, readable by its owner alone."""

import hmac
import os
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from uuid import uuid4

from chatbot.errors import TrailError

FILE = "key"
SEALED = 32
"""Characters of a sealed id."""


def read_key(setting: str, folder: Path) -> bytes:
    """Return the key; the first process that asks makes it, and all others get the same."""
    if setting:
        return setting.encode()
    path = folder / FILE
    try:
        if not path.exists():
            _make(path)
        return path.read_bytes()
    except OSError as error:
        raise TrailError(f"the trail's key {path} cannot be read or made ({error}); mend its folder") from error


def seal(key: bytes, id_: str) -> str:
    """Return an id made from another with the key: nobody without the key can tell what it was made from."""
    return hmac.new(key, f"id\0{id_}".encode(), sha256).hexdigest()[:SEALED]


def _make(path: Path) -> None:
    """Write a new key whole or not at all; where another process was quicker, its key stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{FILE}-{uuid4().hex}")
    file = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(file, "w", encoding="ascii") as opened:
        opened.write(token_hex(32))
        opened.flush()
        os.fsync(opened.fileno())
    try:
        path.hardlink_to(part)
    except FileExistsError:
        pass
    finally:
        part.unlink()
