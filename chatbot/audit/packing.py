"""A record as compressed JSON: the passages that replies quote make up most of it and come again and again."""

import json
import zlib
from collections.abc import Mapping
from typing import Any


def packed(record: Mapping[str, Any]) -> bytes:
    """Return a record as bytes; the order of its keys is kept."""
    return zlib.compress(json.dumps(record, separators=(",", ":")).encode())


def unpacked(data: bytes) -> dict[str, Any]:
    """Return a packed record."""
    record: dict[str, Any] = json.loads(zlib.decompress(data))
    return record
