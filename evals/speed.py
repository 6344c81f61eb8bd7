"""Times, in one run: a bare query embedding, a whole reply, the index against bare encoding, cold start, memory."""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from chatbot.assemble import load, open_index
from chatbot.finding.encoding import MiniLM
from chatbot.finding.index import entries
from chatbot.knowledge.library import read_library
from chatbot.settings import Settings
from evals.cases import answer_cases

QUESTIONS = 200
COLD = """
import chatbot
chatbot.load().reply('Does IVIG work for autism?')
with open('/proc/self/status') as status:
    print(next(line.split()[1] for line in status if line.startswith('VmHWM')))
"""


class Spread(NamedTuple):
    """Median and 95th percentile of times in milliseconds."""

    p50: float
    p95: float


def main(settings: Settings) -> None:
    """Print every figure."""
    questions = [case.question for case in answer_cases()][:QUESTIONS]
    assistant = load(settings)
    encoder = MiniLM(settings.model, settings.model_sha256)
    for question in questions[:20]:
        assistant.reply(question)
        encoder.encode([question])
    bare, whole = _in_turn(questions, lambda q: encoder.encode([q]), assistant.reply)
    print(f"bare query embedding   p50 {bare.p50:7.1f} ms   p95 {bare.p95:7.1f} ms   ({len(questions)} questions)")
    print(f"whole reply            p50 {whole.p50:7.1f} ms   p95 {whole.p95:7.1f} ms")
    times, slowest = whole.p50 / bare.p50, whole.p95 / bare.p95
    print(f"reply / embedding      p50 {times:7.2f}      p95 {slowest:7.2f}      (aim: p50 ≤ 2)")
    bare, understood = _in_turn(questions, lambda q: encoder.encode([q]), assistant.understand)
    beyond = understood.p50 - bare.p50
    print(f"understanding, triage  p50 {beyond:7.1f} ms   beyond the embedding (aim: ≤ 10)")
    _print_build(settings, encoder)
    _print_cold()


def _in_turn(
    questions: Sequence[str], one: Callable[[str], object], other: Callable[[str], object]
) -> tuple[Spread, Spread]:
    """Time both on each question in turn, so that a machine that slows down slows both."""
    times: tuple[list[float], list[float]] = ([], [])
    for question in questions:
        for call, kept in zip((one, other), times, strict=True):
            started = time.perf_counter()
            call(question)
            kept.append((time.perf_counter() - started) * 1000)
    return spread(times[0]), spread(times[1])


def spread(times: Sequence[float]) -> Spread:
    """Return the spread of some times, of two at least."""
    return Spread(statistics.median(times), statistics.quantiles(times, n=20)[18])


def _print_build(settings: Settings, encoder: MiniLM) -> None:
    library = read_library(settings.corpus)
    texts = sorted({entry.text for entry in entries(library.passages)})
    bare = _timed(lambda: encoder.encode(texts))
    with tempfile.TemporaryDirectory() as folder:
        fresh = Settings(corpus=settings.corpus, data=Path(folder))
        build = _timed(lambda: open_index(fresh, library, encoder, "speed"))
        again = _timed(lambda: open_index(fresh, library, encoder, "speed"))
    print(f"bare encoding          {bare:7.1f} s       ({len(texts)} texts)")
    print(f"index build            {build:7.1f} s       opening it again {again:.1f} s")
    print(f"build / encoding       {build / bare:7.2f}         (aim: ≤ 1.3)")


def _print_cold() -> None:
    """Start a fresh process; its peak memory is read from Linux's own account of it."""
    started = time.perf_counter()
    told = subprocess.run([sys.executable, "-c", COLD], check=True, capture_output=True, text=True)  # noqa: S603
    print(f"cold start             {time.perf_counter() - started:7.1f} s       to the first reply (aim: ≤ 10)")
    print(f"peak memory            {int(told.stdout) / 1024:7.0f} MB      of that process (aim: ≤ 1024)")


def _timed(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started
