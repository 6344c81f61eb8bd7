"""The chain: each link carries the hash of the one before, so that nothing can be changed or taken out unseen.

The hashes are HMACs (SHA-256) under a key that is kept outside of the database: who can write to the database alone
cannot make the chain anew. What was purged keeps its link; a purge is itself a link and says up to which number.
"""

import hmac
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import uuid4

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from chatbot.audit.models import KINDS, PURGED, Answer, AnswerUse, Head, Link, Purge, from_content
from chatbot.audit.packing import unpacked
from chatbot.errors import TrailError

GENESIS = "0" * 64
BATCH = 1_000


class Entry(NamedTuple):
    """Something to be kept: its kind, an id of its own, and its content as JSON values."""

    kind: str
    uid: str
    content: Mapping[str, Any]


class Broken(NamedTuple):
    """A place where the chain does not hold."""

    seq: int
    what: str


class Verified(NamedTuple):
    """What a walk along the chain found."""

    links: int
    purged: int
    hash: str
    """Of the last link: who wrote it down can tell later whether the end was cut off."""
    broken: tuple[Broken, ...]


class Chain:
    """Appends to the chain of one database, verifies it, and purges."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def append(self, session: Session, entries: Sequence[Entry]) -> int:
        """Keep entries, those already kept left out; return how many were new.

        The head is locked first, so that several processes append one after the other.
        """
        locked = update(Head).where(Head.id == 1).values(id=1).returning(Head.seq, Head.hash, Head.key)
        seq, last, key = session.execute(locked).one()
        self._same_key(key)
        known = set(session.scalars(select(Link.uid).where(Link.uid.in_([entry.uid for entry in entries]))))
        new = list({entry.uid: entry for entry in entries if entry.uid not in known}.values())
        links: list[dict[str, Any]] = []
        for entry in new:
            seq += 1
            link = {
                "seq": seq,
                "kind": entry.kind,
                "uid": entry.uid,
                "written": datetime.now(UTC),
                "digest": self._digest(entry.content),
                "previous": last,
            }
            last = self._hash(**link)
            links.append({**link, "hash": last})
        if new:
            session.execute(insert(Link), links)
            self._insert(session, new, [link["seq"] for link in links])
            session.execute(update(Head).values(seq=seq, hash=last, key=self._fingerprint()))
        return len(new)

    def verify(self, session: Session) -> Verified:
        """Walk along the whole chain; memory does not grow with it."""
        through = session.scalar(select(func.max(Purge.through))) or 0
        head = session.execute(
            select(Head.seq, Head.hash, Head.key, select(func.max(Link.seq)).scalar_subquery())
        ).one()
        self._same_key(head.key)
        last, seq, purged = GENESIS, 0, 0
        broken: list[Broken] = []
        walk = select(Link).where(Link.seq <= head.seq).order_by(Link.seq).execution_options(yield_per=BATCH)
        for links in session.scalars(walk).partitions(BATCH):
            held = dict(self._held(session, links[0].seq, links[-1].seq))
            for link in links:
                if link.seq != seq + 1:
                    broken.append(Broken(seq + 1, f"links {seq + 1} to {link.seq - 1} are missing"))
                if link.previous != last or link.hash != self._hash_of(link):
                    broken.append(Broken(link.seq, "the link is not the one that was made, or not in its place"))
                kind, digest = held.get(link.seq, (link.kind, None))
                if digest is None and link.kind in PURGED and link.seq <= through:
                    purged += 1
                elif (kind, digest) != (link.kind, link.digest):
                    broken.append(Broken(link.seq, f"the {link.kind} is {'changed' if digest else 'missing'}"))
                last, seq = link.hash, link.seq
        if (head.seq, head.hash) != (seq, last) or head[3] not in {seq, None}:
            broken.append(Broken(seq + 1, f"the end is not the one that the head names, link {head.seq}"))
        broken += self._loose(session)
        return Verified(seq, purged, last, tuple(sorted(broken)))

    def holds(self, session: Session, hash_: str) -> bool:
        """Tell whether a hash that was written down once is still one of the chain's."""
        return session.scalar(select(Link.seq).where(Link.hash == hash_)) is not None

    def purge(self, session: Session, before: datetime) -> Purge | None:
        """Take out every answer and feedback written before a moment; None where there is none."""
        through = session.scalar(select(func.max(Link.seq)).where(Link.written < before)) or 0
        counts = {
            kind: session.scalar(select(func.count()).select_from(table).where(table.seq <= through)) or 0
            for kind, table in PURGED.items()
        }
        if not any(counts.values()):
            return None
        content = {
            "at": datetime.now(UTC).isoformat(timespec="microseconds"),
            "before": before.astimezone(UTC).isoformat(timespec="microseconds"),
            "through": through,
            "answers": counts["answer"],
            "feedback": counts["feedback"],
        }
        self.append(session, [Entry("purge", uuid4().hex, content)])
        session.execute(delete(AnswerUse).where(AnswerUse.seq <= through))
        for table in PURGED.values():
            session.execute(delete(table).where(table.seq <= through))
        return session.scalars(select(Purge).order_by(Purge.seq.desc()).limit(1)).one()

    def _insert(self, session: Session, entries: Sequence[Entry], numbers: Sequence[int]) -> None:
        """Put the contents into their tables, and the uses of answers beside them."""
        rows: dict[str, list[dict[str, Any]]] = {}
        for entry, seq in zip(entries, numbers, strict=True):
            rows.setdefault(entry.kind, []).append({"seq": seq, **from_content(KINDS[entry.kind], entry.content)})
        for kind, some in rows.items():
            session.execute(insert(KINDS[kind]), some)
        answers = rows.get("answer", [])
        uses = [{"use": use, "seq": row["seq"]} for row in answers for use in uses_of(row["record"])]
        if uses:
            session.execute(insert(AnswerUse), uses)

    def _held(self, session: Session, first: int, last: int) -> Iterator[tuple[int, tuple[str, str]]]:
        """The kind and digest of every content between two numbers; of an answer whose uses differ none that fits."""
        found = select(AnswerUse.seq, AnswerUse.use).where(AnswerUse.seq.between(first, last))
        uses: dict[int, set[str]] = {}
        for seq, use in session.execute(found):
            uses.setdefault(seq, set()).add(use)
        for kind, table in KINDS.items():
            for row in session.scalars(select(table).where(table.seq.between(first, last))):
                whole = not isinstance(row, Answer) or uses.get(row.seq, set()) == set(uses_of(row.record))
                yield row.seq, (kind, self._digest(row.content()) if whole else "uses")

    def _loose(self, session: Session) -> Iterator[Broken]:
        """Yield contents that no link stands for."""
        for kind, table in KINDS.items():
            alone = select(table.seq).where(~select(Link.seq).where(Link.seq == table.seq).exists()).limit(BATCH)
            for seq in session.scalars(alone):
                yield Broken(seq, f"a {kind} has no link")

    def _same_key(self, key: str) -> None:
        if key and key != self._fingerprint():
            raise TrailError(
                "the trail was begun with another key; set CHATBOT_AUDIT_KEY to the one of its first process"
            )

    def _fingerprint(self) -> str:
        return self._mac(b"fingerprint")

    def _digest(self, content: Mapping[str, Any]) -> str:
        return self._mac(canonical(content))

    def _hash_of(self, link: Link) -> str:
        names = ("seq", "kind", "uid", "written", "digest", "previous")
        return self._hash(**{name: getattr(link, name) for name in names})

    def _hash(self, **link: Any) -> str:  # noqa: ANN401  a link's own values
        return self._mac(canonical({**link, "written": link["written"].isoformat(timespec="microseconds")}))

    def _mac(self, data: bytes) -> str:
        return hmac.new(self._key, data, sha256).hexdigest()


def canonical(value: object) -> bytes:
    """Return the one JSON text of a value, whatever the order of its keys."""
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def uses_of(record: bytes) -> list[str]:
    """Return the uses that a packed record is about, each once."""
    return list(dict.fromkeys(unpacked(record)["reply"]["uses"]))
