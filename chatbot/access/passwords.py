"""Passwords: hashed with argon2id, checked in about the same time whoever asks, and the plainest refused."""

import re
from functools import cached_property
from itertools import pairwise
from secrets import token_urlsafe
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from chatbot.errors import AccessError

SHORTEST, LONGEST = 12, 256
AT_ONCE = 2
"""Passwords that are hashed side by side: each takes 64 MiB of memory while it is."""
LEAST_LETTERS = 5
"""Different characters that a password must have."""
PLAINEST = [
    "password",
    "passwort",
    "motdepasse",
    "qwerty",
    "qwertz",
    "azerty",
    "asdf",
    "asdfgh",
    "letmein",
    "welcome",
    "admin",
    "administrator",
    "login",
    "secret",
    "changeme",
    "default",
    "master",
    "hospital",
    "clinic",
    "chatbot",
    "staff",
    "reviewer",
    "nurse",
    "doctor",
    "iloveyou",
    "monkey",
    "dragon",
    "football",
    "abc",
    "abcdef",
    "abcdefghijklmnopqrstuvwxyz",
    "one",
    "two",
    "three",
    "four",
    "five",
    "test",
    "user",
    "guest",
    "root",
    "please",
    "correct",
    "horse",
    "battery",
    "staple",
]
_ALIKE = str.maketrans("01345@$!7", "oieasasit")
_ONLY_PLAIN = re.compile("(?:" + "|".join(sorted(PLAINEST, key=len, reverse=True)) + ")*")


class Passwords:
    """Hashes and checks passwords; safe to use from several threads."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._room = BoundedSemaphore(AT_ONCE)

    def hash(self, password: str) -> str:
        """Return the hash of a password that is kept."""
        with self._room:
            return self._hasher.hash(password)

    def fits(self, hashed: str, password: str) -> bool:
        """Tell whether a password is the one; without a hash it never is, and that takes as long to find out."""
        nobody = self._nobody  # made before, so that the first check takes as long as any other
        try:
            with self._room:
                return self._hasher.verify(hashed or nobody, password[:LONGEST]) and bool(hashed)
        except (VerifyMismatchError, InvalidHashError):
            return False

    def outdated(self, hashed: str) -> bool:
        """Tell whether a hash was made with weaker parameters than those of today."""
        return self._hasher.check_needs_rehash(hashed)

    @cached_property
    def _nobody(self) -> str:
        return self.hash(token_urlsafe())


def check_plain(password: str, name: str) -> None:
    """Raise AccessError for a password that is too short, too long or among the first that anyone would try."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise AccessError(f"a password has {SHORTEST} to {LONGEST} characters; choose a longer one, such as a sentence")
    small = password.casefold()
    beside_name = small.replace(name.casefold(), "")
    if (
        len(set(small)) < LEAST_LETTERS
        or len(beside_name) < SHORTEST / 2
        or _in_order(small)
        or _only_plain(beside_name)
    ):
        raise AccessError("this password is one of the first that anyone would try; choose another, such as a sentence")


def _only_plain(text: str) -> bool:
    """Tell whether nothing but plain words is left when figures and signs are left out, or read as letters."""
    inner = re.sub(r"^[^a-z]+|[^a-z]+$", "", text)
    read = {re.sub(r"[^a-z]", "", one) for one in (text, inner.translate(_ALIKE))}
    return any(letters and _ONLY_PLAIN.fullmatch(letters) for letters in read)


def _in_order(text: str) -> bool:
    """Tell whether nearly every character is the one after or before its neighbour."""
    steps = [abs(ord(a) - ord(b)) <= 1 for a, b in pairwise(text)]
    return sum(steps) >= 0.8 * len(steps)
