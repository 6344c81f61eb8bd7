"""Documents at scale, stopped by kill -9 at random moments: whole at each stop, complete and found in the end.

A folder of many documents and one long PDF are made, added and indexed by the commands that staff use, each in a
process of its own; files that are given, such as saved web pages, are added with the folder. A stop comes when the
progress bar has passed a random point, and a random moment later.
"""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

import yaml
from fpdf import FPDF

from chatbot.assemble import library_version, open_encoder, open_index, words
from chatbot.finding.encoding import Encoder, word_pieces
from chatbot.finding.finder import FusedFinder, Query
from chatbot.finding.index import IndexFolder
from chatbot.knowledge.library import read_library
from chatbot.knowledge.loaders.apart import readers
from chatbot.knowledge.shelf import Shelf, keep
from chatbot.settings import Settings
from evals.shares import Share

WORDS = 14
"""Of each made sentence; no two share more than a few, so that none is taken for a near-duplicate of another."""
SYLLABLES = [first + second for first in "bdfgklmnprstvz" for second in ("a", "e", "i", "o", "u", "an", "el", "or")]
LONGEST_PAUSE = 0.2
"""Seconds between the point of the progress bar and the stop."""
LAST_PAUSE = 3.0
"""After the whole bar: what is left is the writing of the index."""
PROVENANCE = {
    "publisher": "Its makers",
    "kind": "reference",
    "jurisdiction": "INT",
    "year": "2024",
    "interest": "none known",
}
BOOK = "own-a-long-book"
NEAR = 5
"""Among so many a passage of a given file must be found: another may hold all words of a short one."""
GIVEN = "own-given-{}"
"""The documents of files that are given, from 0."""
_PERCENT = re.compile(r"(\d+)%\|")


class Told(NamedTuple):
    """A text that was put into a document, which must be found again."""

    document: str
    page: int | None
    text: str


class Stop(NamedTuple):
    """One stop: where in which command, and what was wrong with what then stood there."""

    command: str
    percent: float
    killed: bool
    """False when the command had ended before."""
    wrong: Sequence[str]


class After(NamedTuple):
    """What stands after the next run of each command."""

    documents: Share
    found: Share
    """Made texts that are the first found for their own words."""
    encoded: int
    """Texts that the index in force lacked: 0 when it is complete."""
    given: Share
    """Files that were given: there with all that a reading without any stop gives, each passage that is answered from
    among the first found for its own words."""


def make(folder: Path, documents: int, pages: int, random: Random, given: Sequence[Path] = ()) -> list[Told]:
    """Write a folder of documents with its register, the given files among them, and beside it a PDF.

    Return every text that was made.
    """
    many = folder / "many"
    many.mkdir(parents=True)
    made = [Told(f"own-note-{number}", None, _sentences(random)) for number in range(documents)]
    for number, told in enumerate(made):
        (many / f"{number}.txt").write_text(f"{told.text}\n", encoding="utf-8")
    rows = [{"file": f"{number}.txt", "title": f"Note {number}"} for number in range(documents)]
    for number, file in enumerate(given):
        shutil.copyfile(file, many / f"given-{number}{file.suffix}")
        rows.append({"file": f"given-{number}{file.suffix}", "title": file.stem, "id": GIVEN.format(number)})
    (many / "register.yaml").write_text(yaml.safe_dump({"all": PROVENANCE, "documents": rows}), encoding="utf-8")
    book = FPDF()
    book.set_font("Helvetica", size=12)
    for page in range(1, pages + 1):
        told = Told(BOOK, page, _sentences(random))
        book.add_page()
        book.multi_cell(0, 8, told.text)
        made.append(told)
    book.output(str(folder / "book.pdf"))
    return made


def _sentences(random: Random) -> str:
    return " ".join(f"{' '.join(_word(random) for _ in range(WORDS)).capitalize()}." for _ in range(2))


def _word(random: Random) -> str:
    return "".join(random.choices(SYLLABLES, k=3))


def commands(folder: Path) -> Mapping[str, Sequence[str]]:
    """The commands that take all of it in, in order."""
    told = [word for name, value in PROVENANCE.items() for word in (f"--{name}", value)]
    return {
        "add the folder": ("corpus", "add", str(folder / "many")),
        "add the PDF": ("corpus", "add", str(folder / "book.pdf"), "--title", "A long book", *told),
        "index": ("index",),
    }


def run(folder: Path, settings: Settings, kills: int, random: Random) -> Iterator[Stop]:
    """Stop the commands so many times in all, and go on from there each time; then let each run to its end.

    Half of the stops fall on the folder, and the rest in equal parts on the PDF and the index. The data folder of the
    settings must be one that nobody else uses.
    """
    _to_its_end(("index",), settings)
    shares = (kills - 2 * (kills // 4), kills // 4, kills // 4)
    for (name, command), share in zip(commands(folder).items(), shares, strict=True):
        for percent in sorted(random.uniform(0, 100) for _ in range(share)):
            killed = _killed(command, settings, percent, random)
            yield Stop(name, percent, killed, list(_wrong(settings)))
        _to_its_end(command, settings)


def after(settings: Settings, made: Sequence[Told], given: Sequence[Path] = ()) -> After:
    """Look for every document, and find every text by its own words; read the given files again to compare."""
    library = read_library(settings.corpus, settings.documents)
    encoder = open_encoder(settings)
    index = open_index(settings, library, encoder, library_version(library, encoder))
    finder = FusedFinder(library.passages, index, library.plans)
    wanted = {told.document for told in made}
    vectors = encoder.encode([told.text for told in made])
    found = sum(_finds(finder, Query(told.text, vector), told) for told, vector in zip(made, vectors, strict=True))
    there = Share(len(wanted & library.added.keys()), len(wanted))
    same = _same(settings, given)
    quoted = [[one.passage.text for one in library.added.get(id_, ()) if one.quoted] for id_ in same]
    near = [bool(texts) and all(_near(finder, encoder, text) for text in texts) for texts in quoted]
    whole = sum(one and other for one, other in zip(same.values(), near, strict=True))
    return After(there, Share(found, len(made)), index.encoded, Share(whole, len(given)))


def _same(settings: Settings, given: Sequence[Path]) -> dict[str, bool]:
    """Tell of each given file, by its document, whether it is kept as a reading without any stop gives it."""
    shelf, measure = Shelf(settings.documents), word_pieces(settings.model)
    made = {}
    with readers() as reading:
        for number, file in enumerate(given):
            id_ = GIVEN.format(number)
            anew = keep(reading.read(file), measure)
            made[id_] = id_ in shelf.ids() and shelf.document(id_).kept == anew
    return made


def _near(finder: FusedFinder, encoder: Encoder, text: str) -> bool:
    found = finder.find(Query(text, encoder.encode([text])[0]), NEAR).hits
    return text in [hit.passage.text for hit in found]


def _finds(finder: FusedFinder, query: Query, told: Told) -> bool:
    passage = finder.find(query, 1).hits[0].passage
    page = passage.place.page if passage.place else None
    return (passage.record, page) == (told.document, told.page) and passage.text in told.text


def _wrong(settings: Settings) -> Iterator[str]:
    """Tell what a stop broke: a document that is not whole, or that no whole index is in force any more."""
    _, problems = Shelf(settings.documents).documents()
    yield from map(str, problems)
    folder = settings.data / "index"
    now = IndexFolder(folder, words(read_library(settings.corpus))).current()
    if now is None or not (folder / now / "manifest.json").is_file():
        yield "no whole index is in force"


def _killed(command: Sequence[str], settings: Settings, percent: float, random: Random) -> bool:
    """Start a command and kill it once its progress has passed a point; tell whether it was still running."""
    with _started(command, settings, subprocess.PIPE) as process:
        assert process.stderr is not None
        said = ""
        while part := os.read(process.stderr.fileno(), 4096).decode(errors="replace"):
            said = said[-200:] + part
            if any(float(done) >= percent for done in _PERCENT.findall(said)):
                time.sleep(random.uniform(0, LAST_PAUSE if _PERCENT.findall(said)[-1] == "100" else LONGEST_PAUSE))
                break
        running = process.poll() is None
        process.kill()
    return running


def _to_its_end(command: Sequence[str], settings: Settings) -> None:
    with _started(command, settings, None) as process:
        if process.wait() != 0:
            raise RuntimeError(f"chatbot {' '.join(command)} ended with {process.returncode}")


def _started(command: Sequence[str], settings: Settings, errors: int | None) -> "subprocess.Popen[bytes]":
    places = {"CHATBOT_DATA": str(settings.data), "CHATBOT_CORPUS": str(settings.corpus)}
    return subprocess.Popen(  # noqa: S603  our own command
        [sys.executable, "-m", "chatbot", *command],
        stdout=subprocess.DEVNULL,
        stderr=errors,
        env={**os.environ, **places},
    )


def figures(stops: Sequence[Stop], then: After) -> Iterator[str]:
    """Tell how the stops ended and what stands after the next run."""
    hit = [stop for stop in stops if stop.killed]
    names = ", ".join(
        f"{name} {sum(stop.command == name for stop in hit)}" for name in dict.fromkeys(s.command for s in stops)
    )
    yield f"  {len(hit)} of {len(stops)} stopped while running ({names})"
    yield f"  without harm: {Share(sum(not stop.wrong for stop in stops), len(stops))}"
    for stop in stops:
        for wrong in stop.wrong:
            yield f"    {stop.command}, at {stop.percent:.0f}%: {wrong}"
    yield f"  documents there after the next run: {then.documents}"
    yield f"  texts found first by their own words: {then.found}"
    yield f"  texts that the index lacked: {then.encoded}"
    yield f"  given files, whole and found by their own words: {then.given}"
