"""A kept reply claim by claim, each with the passages that it cites: what a reviewer compares."""

from collections.abc import Mapping
from typing import Any, NamedTuple


class Cited(NamedTuple):
    """A passage as the reply cited it on the day."""

    n: int
    source: str
    """Title, publisher and year."""
    locator: str
    url: str | None
    passage_id: str
    text: str


class ClaimSeen(NamedTuple):
    """One sentence of a reply, and the passages that it leans on."""

    text: str
    section: str
    cited: tuple[Cited, ...]


def claims(record: Mapping[str, Any]) -> list[ClaimSeen]:
    """Return the claims of a record's reply, in its order; a reply that claims nothing has none.

    All of it comes from the record, so that a reviewer sees what the reader saw, whatever the library holds by now.
    """
    reply = record["reply"]
    cited = {one["n"]: _cited(one) for one in reply["citations"]}
    return [
        ClaimSeen(one["text"], one["section"], tuple(cited[n] for n in one["citations"] if n in cited))
        for one in reply["sentences"]
    ]


def _cited(citation: Mapping[str, Any]) -> Cited:
    told = (citation["title"], citation["publisher"], citation["year"])
    return Cited(
        n=citation["n"],
        source=", ".join(str(one) for one in told if one),
        locator=citation["locator"] or "",
        url=citation["url"],
        passage_id=citation["passage_id"],
        text=citation["passage"],
    )
