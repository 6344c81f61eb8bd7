"""What was heard lately, so that the earlier turns of a conversation need not be heard again at each later one.

It stays in memory, for a while, and holds no message: a text is known by its hash, under a key that is made when the
program starts and is written nowhere. What is recalled is what was heard; a text that is heard anew beside others may
differ from it by rounding, as the model reads several texts at once.
"""

import time
from collections.abc import Callable, Iterable, Mapping
from hashlib import blake2b
from secrets import token_bytes
from threading import Lock

from cachetools import TTLCache

from chatbot.understanding.listening import Heard

MOST = 2_048
"""So many texts: of some forty conversations at once, each turn of which is heard whole, in parts and after another."""
SECONDS = 1_800.0
"""How long a text is remembered."""


class Memory:
    """Remembers what was heard in texts; may be asked by several threads."""

    def __init__(self, most: int = MOST, seconds: float = SECONDS, clock: Callable[[], float] = time.monotonic) -> None:
        self._held: TTLCache[bytes, Heard] = TTLCache(most, seconds, clock)
        self._key = token_bytes(32)
        self._lock = Lock()

    def recall(self, texts: Iterable[str]) -> dict[str, Heard]:
        """Return what is remembered, by text."""
        keys = {text: self._name(text) for text in texts}
        with self._lock:
            found = {text: self._held.get(key) for text, key in keys.items()}
        return {text: one._replace(text=text) for text, one in found.items() if one}

    def keep(self, heard: Mapping[str, Heard]) -> None:
        """Remember what was heard, without the words."""
        with self._lock:
            self._held.update({self._name(text): one._replace(text="") for text, one in heard.items()})

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._held.clear()

    def _name(self, text: str) -> bytes:
        return blake2b(text.encode(), digest_size=16, key=self._key).digest()
