"""Times, in one run: a bare query embedding, a whole reply, late turns, an index against bare encoding, start, memory.

Bare is what sentence-transformers takes for the same texts with the same weights: what any search over vectors pays.
The product's own encoder, an ONNX graph of these weights, is printed beside it.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import torch
from sentence_transformers import SentenceTransformer

from chatbot.assemble import load, open_encoder, open_index
from chatbot.assistant import Assistant
from chatbot.finding.encoding import PACKAGE, Encoder
from chatbot.finding.index import entries
from chatbot.knowledge.library import read_library
from chatbot.settings import Settings
from evals.cases import answer_cases

QUESTIONS = 200
TURNS = 50
CONVERSATIONS = 6
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
    assistant, encoder, plain = load(settings), open_encoder(settings), _plain(settings)
    for question in questions[:20]:
        assistant.reply(question), encoder.encode([question]), plain([question])
    bare, own, whole, understood = _in_turn(
        questions,
        lambda q: plain([q]),
        lambda q: encoder.encode([q]),
        *(_anew(assistant, call) for call in (assistant.reply, assistant.understand)),
    )
    print(f"bare query embedding   p50 {bare.p50:7.1f} ms   p95 {bare.p95:7.1f} ms   ({len(questions)} questions)")
    print(f"our own embedding      p50 {own.p50:7.1f} ms   p95 {own.p95:7.1f} ms")
    print(f"whole reply            p50 {whole.p50:7.1f} ms   p95 {whole.p95:7.1f} ms")
    times, slowest = whole.p50 / bare.p50, whole.p95 / bare.p95
    print(f"reply / embedding      p50 {times:7.2f}      p95 {slowest:7.2f}      (aim: p50 ≤ 2)")
    print(f"reply / our embedding  p50 {whole.p50 / own.p50:7.2f}")
    print(f"understanding, triage  p50 {understood.p50 - own.p50:7.1f} ms   beyond our own embedding (aim: ≤ 10)")
    _print_conversation(assistant, questions)
    _print_build(settings, encoder, plain)
    _print_cold()


def _anew(assistant: Assistant, call: Callable[[str], object]) -> Callable[[str], object]:
    """Call with nothing remembered of the same question."""

    def asked(question: str) -> object:
        assistant.forget()
        return call(question)

    return asked


def _plain(settings: Settings) -> Callable[[Sequence[str]], object]:
    """The same model as everybody uses it."""
    place = settings.model or str(Path(str(find_spec(PACKAGE).origin)).with_name("model"))  # type: ignore[union-attr]
    model = SentenceTransformer(place, device="cpu", local_files_only=True)
    cores = torch.get_num_threads()

    def encode(texts: Sequence[str]) -> object:
        torch.set_num_threads(1 if len(texts) == 1 else cores)  # a lone question is quicker on one
        return model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)

    return encode


def _in_turn(questions: Sequence[str], *calls: Callable[[str], object]) -> list[Spread]:
    """Time all of them on each question in turn, so that a machine that slows down slows all."""
    times: list[list[float]] = [[] for _ in calls]
    for question in questions:
        for call, kept in zip(calls, times, strict=True):
            started = time.perf_counter()
            call(question)
            kept.append((time.perf_counter() - started) * 1000)
    return [spread(kept) for kept in times]


def spread(times: Sequence[float]) -> Spread:
    """Return the spread of some times, of two at least."""
    return Spread(statistics.median(times), statistics.quantiles(times, n=20)[18])


def _print_conversation(assistant: Assistant, questions: Sequence[str]) -> None:
    """Talk as readers do, each turn with all before it; in each conversation another question is the first."""
    times: list[list[float]] = [[] for _ in range(TURNS)]
    for start in range(0, CONVERSATIONS * 7, 7):
        turns = [questions[(start + at) % len(questions)] for at in range(TURNS)]
        assistant.forget()
        for at, kept in enumerate(times):
            kept.append(_timed(partial(assistant.reply, turns[at], turns[:at])) * 1000)
    first, *_, last = (statistics.median(some) for some in _in_fives(times))
    print(f"turns 1 to 5, {TURNS - 4} to {TURNS}  {first:7.1f} ms, {last:.1f} ms: {last / first:.2f} times (aim: 1)")


def _in_fives(times: Sequence[Sequence[float]]) -> list[list[float]]:
    return [[one for some in times[at : at + 5] for one in some] for at in range(0, len(times), 5)]


def _print_build(settings: Settings, encoder: Encoder, plain: Callable[[Sequence[str]], object]) -> None:
    library = read_library(settings.corpus)
    texts = sorted({entry.text for entry in entries(library.passages)})
    bare, own = _timed(lambda: plain(texts)), _timed(lambda: encoder.encode(texts))
    with tempfile.TemporaryDirectory() as folder:
        fresh = Settings(corpus=settings.corpus, data=Path(folder))
        build = _timed(lambda: open_index(fresh, library, encoder, "speed"))
        again = _timed(lambda: open_index(fresh, library, encoder, "speed"))
    print(f"bare encoding          {bare:7.1f} s       ({len(texts)} texts); our own {own:.1f} s")
    print(f"index build            {build:7.1f} s       opening it again {again:.1f} s")
    print(f"build / encoding       {build / bare:7.2f}         (aim: ≤ 1.3); to our own {build / own:.2f}")


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
