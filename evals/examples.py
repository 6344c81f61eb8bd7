"""The library's own examples as rows for the line of alarms, each heard as a message that nobody has seen."""

from hashlib import sha256

from chatbot.assemble import listener_of, taught_by
from chatbot.finding.encoding import Encoder, RememberingEncoder
from chatbot.knowledge.library import Library
from chatbot.understanding.lessons import ALARM, lessons
from chatbot.understanding.question import Reader
from chatbot.understanding.triage import measures
from evals.fitting import TOGETHER, Labelled

FOLDS = 5


def example_rows(library: Library, encoder: Encoder) -> list[Labelled]:
    """Measure every example by what was learned from the other folds; none decides where the line is."""
    reader, once = Reader(library), RememberingEncoder(encoder)
    examples = lessons(library, reader.set_right)
    said = {one.text: reader.read(one.text, (), None).said.now.parts for one in examples}
    once.read([text for texts in said.values() for text in texts])
    rows = []
    for fold in range(FOLDS):
        others = [one for one in examples if _fold(one.text) != fold]
        listener = listener_of(library, taught_by(others, library, once))
        these = [one for one in examples if _fold(one.text) == fold]
        texts = list(dict.fromkeys(text for one in these for text in said[one.text]))
        parts = [texts[start : start + TOGETHER] for start in range(0, len(texts), TOGETHER)]
        heard = {one.text: one for part in parts for one in listener.hear(part, once.read(part))}
        for one in these:
            whole, *pieces = (heard[text] for text in said[one.text])
            rows.append(Labelled(measures(whole, pieces), beyond=ALARM in one.kinds, decides=False, weight=1.0))
    return rows


def _fold(text: str) -> int:
    return sha256(text.encode()).digest()[0] % FOLDS
