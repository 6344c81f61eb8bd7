"""The one place that chooses and builds every part from the settings."""

import hashlib
import os
from datetime import date
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")

from chatbot.answering.composing import Composer
from chatbot.answering.glossary import Glossary
from chatbot.answering.refusing import Refuser
from chatbot.answering.rendering import Renderer
from chatbot.assistant import Assistant, Parts
from chatbot.finding.coverage import Coverage
from chatbot.finding.encoding import Encoder, MiniLM, Progress
from chatbot.finding.finder import FusedFinder
from chatbot.finding.index import Index, IndexFolder, Texts
from chatbot.finding.lexical import Words
from chatbot.knowledge.library import Library, read_library
from chatbot.settings import Settings
from chatbot.understanding.boundary import Boundary
from chatbot.understanding.question import Reader
from chatbot.understanding.spelling import english
from chatbot.understanding.tongues import tongues
from chatbot.understanding.triage import Triage

PACKAGE = Path(__file__).resolve().parent
RULES = ("knowledge", "understanding", "finding", "answering", "assistant.py", "domain.py", "reply.py")
"""What of the code decides an answer; a change in it is a new library version."""


def load(settings: Settings | None = None, progress: Progress | None = None) -> Assistant:
    """Return an assistant over the settings' library, building its index first where needed."""
    chosen = settings or Settings.read(os.environ)
    library = read_library(chosen.corpus)
    encoder = MiniLM(chosen.model, chosen.model_sha256)
    version = library_version(library, encoder)
    return assemble(library, encoder, open_index(chosen, library, encoder, version, progress), version)


def open_index(
    settings: Settings, library: Library, encoder: Encoder, version: str, progress: Progress | None = None
) -> Index:
    """Open the library's index in the settings' data folder, building it first where needed."""
    folder = IndexFolder(settings.data / "index", words(library), settings.chroma_url)
    return folder.open(Texts(library.passages, library.examples), encoder, version, progress)


def words(library: Library) -> Words:
    """Return the cutter of words with the library's own equals and stop words."""
    return Words(library.reading.first_of_same, frozenset(library.reading.stop))


def assemble(library: Library, encoder: Encoder, index: Index, version: str, today: date | None = None) -> Assistant:
    """Put the parts together over an opened index."""
    harmless = index.of_part("ask")
    examples = index.of_part("example")
    return Assistant(
        Parts(
            encoder=encoder,
            reader=Reader(library),
            tongues=tongues(library),
            triage=Triage(library.signs, library.examples, examples, harmless, library.reading.negation),
            boundary=Boundary(library.kinds_of_message, library.examples, examples, harmless),
            finder=FusedFinder(library.passages, index, library.plans),
            coverage=Coverage(words(library), index.words, english()),
            composer=Composer(library, today or date.today()),  # noqa: DTZ011  a review date is a local day
            refuser=Refuser(library),
            renderer=Renderer(library.wording, Glossary(library.glossary)),
            library_version=version,
        )
    )


def library_version(library: Library, encoder: Encoder) -> str:
    """Hash the corpus, the model and the rules: all that decides an answer."""
    digest = hashlib.sha256(f"{library.fingerprint}\0{encoder.name}".encode())
    for name in RULES:
        for path in sorted((PACKAGE / name).rglob("*.py")) or [PACKAGE / name]:
            digest.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]
