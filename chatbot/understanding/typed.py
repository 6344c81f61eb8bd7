"""A message as it was typed or spoken, made ordinary text: pictures, capitals, spelt letters, words run together."""

import re
import unicodedata
from collections.abc import Collection, Set

from chatbot.understanding.spelling import Speller

SHOUTED = 2
"""From so many words on, a message in capitals alone is shouted."""
_WORD = re.compile(r"[^\W\d_]+")
_SPELT = re.compile(r"(?<![\w.])[A-Za-z](?:[ .][A-Za-z]){2,6}\b\.?")
_PICTURES = {"So", "Sk", "Cs", "Co"}


class Typed:
    """Puts messages into ordinary text, with the words of one library."""

    def __init__(self, speller: Speller, words: Collection[str], capitals: Set[str], before: Set[str]) -> None:
        self._speller = speller
        self._words = words
        self._capitals = capitals
        self._before = before
        """Words after which a name in capitals may stand."""

    def plain(self, text: str) -> str:
        """Return a cleaned text without pictures and shouting, with spelt letters joined and joined words apart."""
        text = _without_pictures(text)
        if _is_shouted(text):
            text = self._lowered(text)
        return self._speller.parted(_SPELT.sub(lambda match: self._joined(match.group()), text))

    def _joined(self, spelt: str) -> str:
        word = re.sub(r"[ .]", "", spelt)
        return word if word.casefold() in self._words else spelt

    def _lowered(self, text: str) -> str:
        """In capitals a name that counts only in capitals is one only after a word such as 'for'."""
        pieces, before = [], ""
        for word in text.split(" "):
            name = word.strip("?!.,")
            pieces.append(word if name in self._capitals and before in self._before else word.lower())
            before = name.casefold()
        return " ".join(pieces)


def _without_pictures(text: str) -> str:
    if text.isascii():
        return text
    kept = ("" if ch in "\ufe0f\u200d" else " " if unicodedata.category(ch) in _PICTURES else ch for ch in text)
    return re.sub(r" {2,}", " ", "".join(kept)).strip() or text


def _is_shouted(text: str) -> bool:
    return len(_WORD.findall(text)) >= SHOUTED and text.upper() == text and text.lower() != text
