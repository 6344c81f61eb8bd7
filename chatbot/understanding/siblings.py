"""Things of a kind, of which a follow-up names another: one brand, one side effect, one virus."""

import re
from collections.abc import Mapping, Sequence

from chatbot.understanding.turns import Hearing


class Siblings:
    """Puts another thing of a kind into a question."""

    def __init__(self, groups: Sequence[Mapping[str, str]], hearing: Hearing) -> None:
        """`groups` hold, for each thing of a kind, how it is written and a pattern of how it is said."""
        self._hearing = hearing
        self._groups = [{written: _said(said) for written, said in group.items()} for group in groups]

    def swapped(self, question: str, message: str) -> str | None:
        """Return a question of the thing that a message names and nothing beside; None where it is no such message."""
        for group in self._groups:
            named = [written for written, said in group.items() if said.search(message)]
            if len(named) != 1 or self._hearing.content(group[named[0]].sub(" ", message)):
                continue
            others = [said for written, said in group.items() if written != named[0]]
            old = next((match for said in others if (match := said.search(question))), None)
            if old:
                return question[: old.start()] + named[0] + question[old.end() :]
        return None


def _said(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)
