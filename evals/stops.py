"""Adding many documents and a long PDF while being stopped at random moments, then once to the end."""

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from fpdf import FPDF

from chatbot.assemble import library_version, open_index
from chatbot.finding.encoding import MiniLM
from chatbot.finding.finder import FusedFinder, Query
from chatbot.knowledge.library import read_library
from chatbot.knowledge.shelf import Shelf
from chatbot.settings import ROOT, Settings

SEED = 7
LOOKED_UP = 50
"""Documents and pages that are searched for at the end."""
REGISTER = """all: {publisher: A ward, kind: patient-information, jurisdiction: UK, year: 2024, interest: none known}
documents:
"""
THINGS = [
    "lamp",
    "kettle",
    "window",
    "pillow",
    "blanket",
    "bicycle",
    "garden",
    "violin",
    "ladder",
    "harbour",
    "teapot",
    "meadow",
]
DOINGS = [
    "polished",
    "painted",
    "counted",
    "carried",
    "measured",
    "mended",
    "borrowed",
    "wrapped",
    "lifted",
    "labelled",
]


def sentence(number: int) -> str:
    """Return a sentence that no other number gives."""
    thing, other = THINGS[number % 12], THINGS[(number // 12) % 12]
    return f"On day {number} the {thing} of room {number} is {DOINGS[number // 144 % 10]} beside the {other}."


def make(folder: Path, count: int, pages: int) -> None:
    """Write the folder with its register, and the long PDF in it."""
    rows = [f"  - {{file: d{number}.txt, title: Leaflet {number}}}\n" for number in range(count)]
    for number in range(count):
        (folder / f"d{number}.txt").write_text(f"The ward's notes\n\n{sentence(number)} Ask the nurse of that room.\n")
    made = FPDF()
    made.set_font("Helvetica", size=11)
    for page in range(pages):
        made.add_page()
        for line in range(8):
            made.multi_cell(0, 6, sentence(count + 8 * page + line), new_x="LMARGIN", new_y="NEXT")
            made.ln(4)
    made.output(str(folder / "long.pdf"))
    rows.insert(0, "  - {file: long.pdf, title: The long one}\n")
    (folder / "register.yaml").write_text(REGISTER + "".join(rows))


def run(count: int, pages: int, kills: int) -> Iterator[str]:
    """Do it, over the second corpus, and tell what came of it."""
    chance = random.Random(SEED)  # noqa: S311  moments to stop at
    with tempfile.TemporaryDirectory() as place:
        folder, data = Path(place) / "folder", Path(place) / "data"
        folder.mkdir()
        make(folder, count, pages)
        settings = Settings(corpus=ROOT / "tests" / "tiny", data=data)
        shelf, longest = Shelf(settings.documents), 20.0
        for stop in range(kills):
            process = _start(settings, folder)
            time.sleep(chance.uniform(0.2, 1.0) * longest)
            process.kill()
            process.wait()
            standing = len(shelf.ids())
            read_library(settings.corpus, settings.documents)  # at any moment the library holds
            yield f"stop {stop + 1}: {standing} documents stand there whole"
        start = time.monotonic()
        done = _start(settings, folder)
        if done.wait():
            raise AssertionError("the last run did not end well")
        took = time.monotonic() - start
        yield f"the next run took {took:.0f} s; {len(shelf.ids())} of {count + 1} documents are there"
        yield from _searched(settings, count, pages)


def _start(settings: Settings, folder: Path) -> "subprocess.Popen[bytes]":
    """Start adding the folder and indexing it, as a person does, in a process that is stopped as one."""
    code = """import sys; from chatbot.__main__ import main
main(['corpus', 'add', sys.argv[1]], standalone_mode=False); main(['index'], standalone_mode=False)"""
    named = {"CHATBOT_CORPUS": str(settings.corpus), "CHATBOT_DATA": str(settings.data)}
    return subprocess.Popen(  # noqa: S603  our own program
        [sys.executable, "-c", code, str(folder)],
        cwd=ROOT,
        env={**os.environ, **named},
        stdout=subprocess.DEVNULL,
    )


def _searched(settings: Settings, count: int, pages: int) -> Iterator[str]:
    library = read_library(settings.corpus, settings.documents)
    encoder = MiniLM(settings.model, settings.model_sha256)
    index = open_index(settings, library, encoder, library_version(library, encoder))
    held = {said for passage in library.passages for said in passage.sentences}
    total = count + 8 * pages
    missing = [number for number in range(total) if sentence(number) not in held]
    finder = FusedFinder(library.passages, index, library.plans)
    chance = random.Random(SEED)  # noqa: S311
    asked = [sentence(chance.randrange(total)) for _ in range(LOOKED_UP)]
    answers = [finder.find(Query(text, encoder.encode([text])[0]), 5).hits for text in asked]
    found = sum(any(text in hit.passage.text for hit in hits) for text, hits in zip(asked, answers, strict=True))
    yield f"{len(missing)} sentences missing of {total}; texts encoded on opening the index: {index.encoded}"
    yield f"{found} of {LOOKED_UP} sentences searched for are in the first five passages"
