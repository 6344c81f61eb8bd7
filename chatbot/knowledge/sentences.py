"""Text into sentences; made for the short, plain prose of the library's own records."""

import re

_END = re.compile(
    r"(?<=[.!?])(?<!\bRev\.)(?<!\bNo\.)(?<!\bDr\.)(?<!\bvs\.)(?<!\bSt\.)(?<!\be\.g\.)(?<!\bi\.e\.)"
    r"(?<!\bal\.)(?<!\bFig\.)(?<!\bProf\.)(?<!\bMr\.)(?<!\bMs\.)(?<!\bMrs\.)(?<!\bca\.)(?<!\bapprox\.)(?<!\bU\.S\.)(?<!\bU\.K\.)"
    r"\s+(?=[A-Z0-9'\"‘“(])"
)


def sentences(text: str) -> tuple[str, ...]:
    """Split at full stops, question and exclamation marks that are followed by a new beginning."""
    return tuple(part for part in _END.split(text.strip()) if part)
