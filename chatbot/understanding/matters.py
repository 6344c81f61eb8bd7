"""What is to be heard of a conversation for warning signs: each message whole, in pieces, and its matters apart."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from chatbot.knowledge.reading import Reading
from chatbot.understanding.text import spans
from chatbot.understanding.triage import LOOK_BACK, Apart, Said, Utterance, in_pieces, joined
from chatbot.understanding.uses import Mention


class Matters:
    """Cuts messages into what is to be heard; `tells` says whether a text only tells and asks nothing."""

    def __init__(
        self,
        reading: Reading,
        names: Callable[[str], Sequence[Mention]],
        tells: Callable[[str], bool],
        set_right: Callable[[str], str],
    ) -> None:
        self._names, self._tells, self._set_right = names, tells, set_right
        self._besides, self._goes_on_to_ask, self._goes_on_to_tell, self._leads_to_name = (
            re.compile(pattern, re.IGNORECASE)
            for pattern in (reading.besides, reading.goes_on_to_ask, reading.goes_on_to_tell, reading.leads_to_name)
        )

    def cut(self, message: str) -> list[str]:
        """Cut a message into sentences, and where it turns to another matter."""
        pieces = (piece.strip(" ,.") for piece in self._besides.split(message))
        return [piece for piece in pieces if piece]

    def said(self, typed: str, earlier: Sequence[str]) -> Said:
        """Return what is to be heard for signs, of this turn and of the last ones."""
        turns = [one for one in earlier[-LOOK_BACK:] if one]
        now, *before = (self._utterance(one, last) for last, one in reversed(list(pairwise(["", *turns, typed]))))
        return Said(now, tuple(before))

    def _utterance(self, typed: str, last: str) -> Utterance:
        """Return what is to be heard of a turn, whole and apart, and after the last one."""
        message, sentences = self._set_right(typed), self.cut(typed)
        cut = (piece for sentence in sentences for piece in self._matters(sentence))
        pieces = [piece for piece in cut if piece.strip(" ,.")]
        together = (joined(self._set_right(last), message),) if last else ()
        right = [self._set_right(sentence) for sentence in sentences]
        return Utterance(in_pieces(message, right), tuple(self._apart(pieces)), together)

    def _matters(self, sentence: str) -> Iterator[str]:
        """Cut a sentence where it goes on to ask after it told something, and where it tells after it asked."""
        for piece in self._goes_on_to_ask.split(sentence, maxsplit=1):
            yield from [piece] if self._tells(piece) else self._goes_on_to_tell.split(piece, maxsplit=1)

    def _apart(self, pieces: Sequence[str]) -> Iterator[Apart]:
        """Yield what a message tells without what it asks, it without its end or beginning, and it without names."""
        telling = [piece for piece in pieces if self._tells(piece)]
        several = [telling, pieces[:-1], pieces[1:]] if len(pieces) > 1 else []
        for kept in dict.fromkeys(map(tuple, several)):
            if 0 < len(kept) < len(pieces):
                yield self._heard_apart(kept, ". ".join(piece for piece in pieces if piece not in kept))
        named = [(piece, self._names(piece)) for piece in pieces]
        names = [mention.written for _, mentions in named for mention in mentions]
        nameless = [bare for piece, mentions in named if (bare := self._without(piece, mentions))]
        if names and nameless:
            yield self._heard_apart(nameless, ", ".join(names))

    def _heard_apart(self, pieces: Sequence[str], rest: str) -> Apart:
        right = [self._set_right(piece).rstrip(" .") for piece in pieces]
        return Apart(in_pieces(". ".join(right), right), self._set_right(rest))

    def _without(self, text: str, mentions: Sequence[Mention]) -> str:
        """A text without names and the small words that lead to them."""
        where = spans(text) if mentions else []
        for mention in sorted(mentions, key=lambda mention: -mention.start):
            before, after = text[: where[mention.start][0]], text[where[mention.end - 1][1] :]
            text = f"{self._leads_to_name.sub('', before)} {after}"
        return " ".join(text.split())
