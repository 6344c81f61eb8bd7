"""Reading a file in a process of its own, with limits; a file that cannot be read ends in a report like any other."""

import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO, NamedTuple

from chatbot.errors import DocumentError
from chatbot.knowledge.loaders.ocr import INSTALL, installed
from chatbot.knowledge.loaders.parts import PageReport, Part, Reading, Unread, unreadable
from chatbot.knowledge.loaders.stored import from_json
from chatbot.knowledge.loaders.worker import BROKEN, MEMORY_GONE

SECONDS = 18
"""For a file, or for each slice of its pages; with starting and reporting it is done within 20."""
MEMORY = 1 << 30
"""Bytes of address space."""
SLICE = 25
"""Pages that are read in one process."""
WORKER = Path(__file__).with_name("worker.py")
Progress = Callable[[int, int], None]


class Limits(NamedTuple):
    """What one process may take."""

    seconds: int = SECONDS
    memory: int = MEMORY


class OcrLimits(NamedTuple):
    """What reading the pictures of one file by OCR may take; what is over it is told page by page."""

    pages: int = 300
    seconds: int = 3600
    """Of the whole file: once they are over no further page is begun."""
    page: Limits = Limits(seconds=60, memory=2 << 30)
    """A full page takes about 6 seconds of a processor, and 0.7 GB."""


FOR_OCR = OcrLimits()


class Readers:
    """A running reader; ends with its `with` block."""

    def __init__(
        self, process: "subprocess.Popen[str]", out: Path, limits: Limits, for_ocr: OcrLimits, *, ocr: bool
    ) -> None:
        self._process = process
        self._out = out
        self._limits = limits
        self._for_ocr = for_ocr
        self.ocr = ocr
        """Whether it reads pages that are pictures of text by OCR."""

    def read(
        self, path: Path, progress: Progress | None = None, most_pages: int | None = None, *, ocr: bool = False
    ) -> Reading:
        """Read a file whole, by OCR where this or the reader itself asks for it.

        What could not be read is told in the reading, never raised. A file of more pages than may be is not read on:
        raise DocumentError. So is no file when OCR is asked for and not installed.
        """
        ocr = ocr or self.ocr
        if ocr and not installed():
            raise DocumentError(f"{path.name}: OCR is asked for and is not installed: {INSTALL}, or do without")
        if not path.is_file():
            raise DocumentError(f"{path}: there is no such file; correct its name")
        reading = self._whole(path, progress, most_pages)
        return running(self._pictures(path, reading, progress) if ocr else reading)

    def _whole(self, path: Path, progress: Progress | None, most_pages: int | None) -> Reading:
        made: list[Reading] = []
        first, count = 0, 1
        while first < count:
            read = self._slice(path, first)
            made.append(read)
            if read.pages_in_file is None:
                break
            count = read.pages_in_file if read.pages[0].page is not None else 0
            if most_pages is not None and count > most_pages:
                raise DocumentError(f"{path.name}: it has {count} pages and at most {most_pages} are taken; split it")
            first += SLICE
            if progress and count:
                progress(min(first, count), count)
        return _joined(made, first)

    def _pictures(self, path: Path, reading: Reading, progress: Progress | None) -> Reading:
        """Read pages that are pictures of text by OCR, each in a process of its own; one that fails stays unread.

        Pages over the limits of the file stay unread too, the first picture at least is tried.
        """
        pictures = [report.page for report in reading.pages if report.page is not None and report.is_picture]
        pages, over = pictures[: self._for_ocr.pages], pictures[self._for_ocr.pages :]
        reading = _passed_over(reading, over, f"OCR reads at most {self._for_ocr.pages} pages of a file")
        started = time.monotonic()
        for count, page in enumerate(pages):
            if count and time.monotonic() - started >= self._for_ocr.seconds:
                late = f"OCR of the file took its {self._for_ocr.seconds} seconds before it came to this page"
                reading = _passed_over(reading, pages[count:], late)
                break
            reading = _with_picture(reading, page, self._slice(path, page - 1, ocr=True))
            if progress:
                progress(count + 1, len(pages))
        return replace(reading, parts=tuple(_headed(reading.parts))) if pages else reading

    def _slice(self, path: Path, first: int, *, ocr: bool = False) -> Reading:
        """Read one slice, or one page by OCR."""
        limits = self._for_ocr.page if ocr else self._limits
        asked = {"path": str(path.resolve()), "first": first, "most": 1 if ocr else SLICE, "out": str(self._out)}
        line = json.dumps(asked | limits._asdict() | {"ocr": ocr})
        reading, writing = _pipes(self._process)
        self._out.unlink(missing_ok=True)
        writing.write(line + "\n")
        writing.flush()
        answer = reading.readline()
        if not answer:
            raise DocumentError(f"{path.name}: the process that reads files has ended; run the command again")
        end = int(json.loads(answer)["end"])
        if end:
            return unreadable(self._why(end, first, limits))
        return from_json(self._out.read_bytes())

    def _why(self, end: int, first: int, limits: Limits) -> Unread:
        where = f"pages from {first + 1} on" if first else "file"
        match end:
            case code if code == MEMORY_GONE:
                what = f"it needs more than {limits.memory >> 20} MB of memory; split it, or save the text alone"
                return Unread(where=where, why="too-large", what_to_do=what)
            case code if code == BROKEN:
                said = " ".join(self._out.read_text(encoding="utf-8").split()) if self._out.is_file() else ""
                what = f"its structure is broken ({said}); export it again"
                return Unread(where=where, why="broken", what_to_do=what)
            case code if code in {-14, -24, -9}:
                what = f"it takes longer than {limits.seconds} seconds; split it, or save the text alone"
                return Unread(where=where, why="too-slow", what_to_do=what)
            case code:
                what = f"reading it broke off (signal {-code}); export it again"
                return Unread(where=where, why="broken", what_to_do=what)


@contextmanager
def readers(
    seconds: int = SECONDS, memory: int = MEMORY, *, ocr: bool = False, for_ocr: OcrLimits = FOR_OCR
) -> Iterator[Readers]:
    """Start a process that reads files, and end it after use. Seconds and memory are for what is read without OCR."""
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(  # noqa: S603  our own script
            [sys.executable, "-I", str(WORKER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        try:
            yield Readers(process, Path(folder) / "reading", Limits(seconds, memory), for_ocr, ocr=ocr)
        finally:
            for pipe in _pipes(process):
                pipe.close()
            process.wait()


def _pipes(process: "subprocess.Popen[str]") -> tuple[IO[str], IO[str]]:
    assert process.stdout is not None
    assert process.stdin is not None
    return process.stdout, process.stdin


def _joined(made: Sequence[Reading], read_to: int) -> Reading:
    parts = tuple(part for reading in made for part in reading.parts)
    pages = tuple(page for reading in made for page in reading.pages)
    failed = made[-1]
    whole = made[0].pages_in_file
    if len(made) > 1 and failed.pages_in_file is None and whole and read_to < whole:
        what = "reading stopped before them; split the file and add the rest on its own"
        rest = Unread(where=f"pages {read_to + 1} to {whole}", why="broken", what_to_do=what)
        pages = (*pages, PageReport(page=None, characters=0, tables=0, unread=(rest,)))
    return Reading(parts=parts, pages=pages, pages_in_file=whole)


def _with_picture(reading: Reading, number: int, seen: Reading) -> Reading:
    """Put what OCR read of a page in the place of what was read without; where it failed only tell that."""
    (page,) = (report for report in reading.pages if report.page == number)
    parts = reading.parts
    if seen.pages_in_file is None:
        failed = (replace(what, where=f"OCR of page {number}") for what in seen.unread)
        now = replace(page, unread=(*page.unread, *failed))
    else:
        (now,) = seen.pages
        before = [part for part in parts if (part.page or 0) < number]
        parts = (*before, *seen.parts, *(part for part in parts if (part.page or 0) > number))
    return replace(reading, parts=parts, pages=tuple(now if report is page else report for report in reading.pages))


def _passed_over(reading: Reading, numbers: Collection[int], why: str) -> Reading:
    """Tell of pages that OCR was not tried on why, and what to do; they stay pictures of text that were not read."""
    what_to_do = f"only a picture of text, and {why}; split the file and add the rest on its own"

    def told(page: PageReport) -> PageReport:
        where = f"page {page.page}"
        unread = (replace(what, what_to_do=what_to_do) if what.where == where else what for what in page.unread)
        return replace(page, unread=tuple(unread))

    return replace(reading, pages=tuple(told(page) if page.page in numbers else page for page in reading.pages))


LEAST_REPEATS = 3
"""On how many pages a line in the same place is a running head, if it is also on at least a third of them."""


def running(reading: Reading) -> Reading:
    """Mark lines that stand first or last on page after page, such as page numbers and running heads."""
    by_page: dict[int, list[int]] = {}
    for place, part in enumerate(reading.parts):
        if part.page is not None:
            by_page.setdefault(part.page, []).append(place)
    ends = {place for places in by_page.values() for place in (*places[:2], *places[-2:])}
    counts = Counter(_shape(reading.parts[place]) for place in ends)
    least = max(LEAST_REPEATS, len(by_page) / 3)
    running = {
        place
        for place in ends
        if counts[_shape(reading.parts[place])] >= least or _is_page_number(reading.parts[place])
    }
    if not running:
        return reading
    parts = [replace(part, marks="running") if place in running else part for place, part in enumerate(reading.parts)]
    return replace(reading, parts=tuple(_headed(parts)))


def _headed(parts: Sequence[Part]) -> Iterator[Part]:
    """Headings anew, without those that only run along."""
    heading = ""
    for part in parts:
        if part.kind == "heading" and part.marks != "running":
            heading = part.text
        yield replace(part, heading=heading)


def _shape(part: Part) -> str:
    return "".join("#" if ch.isdigit() else ch for ch in part.text.casefold())


def _is_page_number(part: Part) -> bool:
    words = part.text.split()
    return (
        len(words) <= 4
        and any(word.strip(".-–/").isdigit() for word in words)
        and words[0].casefold()
        in {"page", "p.", "seite"} | {w for w in words[:1] if w.strip("-–").isdigit() and len(words) == 1}
    )
