"""How the trail does with many answers: keeping, listing, filtering, walking the chain, writing all out; and killed."""

import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from uuid import uuid4

from chatbot.audit.archive import Archive, Filter
from chatbot.audit.chain import Chain, Entry
from chatbot.audit.database import Database, database_url
from chatbot.audit.export import write
from chatbot.audit.inspect_log import to_inspect
from chatbot.audit.key import seal
from chatbot.audit.names import Kept
from chatbot.audit.packing import packed, unpacked
from chatbot.audit.records import Maker
from chatbot.audit.redaction import Redactor
from chatbot.stages import Traced
from evals.killed import kill

KEY = b"a key for measuring"
AT_ONCE = 500
TIMES = 5
KILLS = 20
FORMS = ("jsonl", "csv", "eval")
FILTERS = {
    "the newest 50": Filter(),
    "one kind and reason": Filter(kind="declined", reason="no-source"),
    "one use": Filter(use="rare"),
    "one country": Filter(country="AU"),
    "not helpful": Filter(helpful=False),
    "a use nobody asked about": Filter(use="none"),
}


def main(count: int, url: str, names: Kept, traced: Traced) -> None:
    """Print every figure for so many answers like one real reply, in a new database."""
    redact = Redactor(names)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        archive = Archive(Database(database_url(url, folder)), Chain(KEY), partial(seal, KEY))
        _timed(f"{count:,} answers kept", lambda: _fill(archive, Maker(redact, archive.seal, {}), traced, count))
        for what, wanted in FILTERS.items():
            slowest = max(_seconds(partial(archive.list, wanted)) for _ in range(TIMES)) * 1000
            print(f"  list, {what:26} {slowest:8.1f} ms   slowest of {TIMES} (aim: ≤ 200)")
        for form in FORMS:
            _export(archive, form, folder / f"all.{form}", count)
        found = archive.verify
        _timed("the whole chain verified", lambda: print(f"  {len(found().broken)} breaks"))
        archive.database.close()
    _kill(names, traced)


def _fill(archive: Archive, maker: Maker, traced: Traced, count: int) -> None:
    model = maker.answer(traced, datetime.now(UTC), "page")
    for start in range(0, count, AT_ONCE):
        with archive.database.begin() as session:
            archive.chain.append(session, list(_entries(model, range(start, min(start + AT_ONCE, count)))))
    told = [maker.feedback(f"{n}", helpful=n % 3 > 0, reasons=(), note="", at=datetime.now(UTC)) for n in range(300)]
    with archive.database.begin() as session:
        archive.chain.append(session, told)


def _entries(model: Entry, numbers: range) -> Iterator[Entry]:
    """Answers like the model: a few declined, a rare use, some countries, ids of their own."""
    record = unpacked(bytes.fromhex(model.content["record"]))
    for n in numbers:
        record["reply"]["uses"] = ["rare"] if n % 1_000 == 0 else ["usual"]
        declined = n % 20 == 0
        content = {
            **model.content,
            "answer_id": seal(KEY, f"{n}"),
            "kind": "declined" if declined else "answer",
            "reason": "no-source" if declined else None,
            "country": ("US", "UK", "AU", None)[n % 4],
            "record": packed({**record, "number": n}).hex(),
        }
        yield Entry("answer", uuid4().hex, content)


def _export(archive: Archive, form: str, path: Path, count: int) -> None:
    """Write out a tenth, with what Python holds at most meanwhile, and then all, with how long that takes."""
    peaks = []
    for limit in (count // 100, count // 10):
        tracemalloc.start()
        written = _written(archive, form, path, limit)
        peaks.append((written, tracemalloc.get_traced_memory()[1] / 1e6))
        tracemalloc.stop()
    said = ", ".join(f"{peak:.1f} MB for {written:,}" for written, peak in peaks)
    seconds = _seconds(partial(_written, archive, form, path, count))
    print(f"  export as {form:8} memory at most {said}; all in {seconds:.1f} s, {path.stat().st_size / 1e6:.0f} MB")
    sys.stdout.flush()


def _written(archive: Archive, form: str, path: Path, limit: int) -> int:
    answers = (kept for kept, _ in zip(archive.stream(Filter()), range(limit), strict=False))
    if form == "eval":
        return to_inspect(answers, path)
    with path.open("w", encoding="utf-8", newline="") as out:
        return write(form, answers, out)


def _kill(names: Kept, traced: Traced) -> None:
    """Kill processes that record into a file of SQLite, and tell what of theirs is kept."""
    with tempfile.TemporaryDirectory() as name:
        found = kill("", Path(name), traced, names, KILLS)
    print(
        f"  killed {KILLS} times                 {found.acknowledged} records acknowledged, {len(found.lost)} lost, "
        f"{found.broken} breaks in the chain"
    )


def _timed(what: str, call: Callable[[], object]) -> None:
    print(f"  {what:32} {_seconds(call):8.1f} s")
    sys.stdout.flush()


def _seconds(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started
