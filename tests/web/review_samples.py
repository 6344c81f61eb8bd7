"""A desk for trying the reviewers' pages: three people, answers that were kept, and runs that a small program makes."""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path

from argon2 import PasswordHasher
from page_samples import Responder
from trail_samples import KEPT, PATIENCE

from chatbot.access.accounts import Accounts, Role
from chatbot.access.passwords import Passwords
from chatbot.access.sessions import Sessions
from chatbot.audit.archive import Archive
from chatbot.audit.chain import Chain
from chatbot.audit.database import Database, database_url
from chatbot.audit.key import seal
from chatbot.audit.records import Maker
from chatbot.audit.redaction import Redactor
from chatbot.audit.spool import Spool
from chatbot.audit.trail import Trail
from chatbot.knowledge.library import Library
from chatbot.stages import Traced
from chatbot.web.bench import Bench
from chatbot.web.desk import Desk
from chatbot.web.door import Door
from chatbot.web.parts import Site

PASSWORD = "a quiet green river"
KEY = b"a key of the tests"
RATERS = ("ann", "bob", "cat", "dee")
FIGURES = {
    "library_version": "v1",
    "sets": {
        "costs": {
            "cases": ["a", "b", "c"],
            "figures": {"right": "2 of 3"},
            "numbers": {"right": 0.667},
            "scorers": {"right": {"missed": {"a": [0, 1]}, "unscored": ["c"]}},
        }
    },
}
REPORT = (
    "<!doctype html><html lang='en'><head><title>r</title><style>p{color:#000}</style></head><p>the report</p></html>"
)
PROGRAM = f"""
import json, pathlib, sys
folder = pathlib.Path(sys.argv[sys.argv.index("--keep") + 1])
(folder / "progress.json").write_text('{{"done": 1, "total": 3}}')
if "--wait" in sys.argv:
    sys.stdin.read() or __import__("time").sleep(60)
if "attacks" in sys.argv:
    sys.exit("no attacks today")
(folder / "report.html").write_text({REPORT!r})
(folder / "run.json").write_text({json.dumps(FIGURES)!r})
"""
QUICK = (sys.executable, "-c", PROGRAM)
SLOW = (*QUICK, "--wait")


@contextmanager
def opened_desk(
    folder: Path, library: Library, answers: Sequence[tuple[Traced, str]], command: tuple[str, ...] = QUICK
) -> Iterator[Site]:
    """A site with a desk and a door, over a trail of so many answers; they are numbered from 1."""
    archive = Archive(Database(database_url("", folder / "audit")), Chain(KEY), partial(seal, KEY))
    maker = Maker(Redactor(KEPT), archive.seal, {})
    engine = Responder(library.wording)
    with Trail(archive, Spool(folder / "spool"), lambda: maker) as trail:
        for traced, origin in answers:
            trail.record(traced, origin).result(PATIENCE)
        passwords = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        accounts = Accounts(archive, passwords)
        for name in RATERS:
            accounts.add(name, Role.REVIEWER, PASSWORD)
        accounts.add("ada", Role.STAFF, PASSWORD)
        bench = Bench(folder / "runs", command)
        yield Site(
            respond=engine,
            preview=engine,
            library=library,
            version="v1",
            door=Door(Sessions(archive, passwords)),
            desk=Desk(trail, bench, library, folder / "cases" / "reviewed.yaml"),
            clock=lambda: date(2026, 11, 21),
        )
        bench.close()
