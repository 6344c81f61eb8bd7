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
from chatbot.finding.index import Index, IndexFolder
from chatbot.finding.lexical import Words
from chatbot.knowledge.library import Library, read_library
from chatbot.settings import Settings
from chatbot.understanding.boundary import Boundary
from chatbot.understanding.learning import Learned, kept, learn
from chatbot.understanding.lessons import lessons
from chatbot.understanding.listening import Circumstances, Listener
from chatbot.understanding.question import Reader, vocabulary
from chatbot.understanding.symptoms import Rules, Symptoms
from chatbot.understanding.tongues import tongues
from chatbot.understanding.topics import Forms
from chatbot.understanding.triage import Triage

PACKAGE = Path(__file__).resolve().parent
RULES = ("knowledge", "understanding", "finding", "answering", "assistant.py", "domain.py", "reply.py")
"""What of the code decides an answer; a change in it is a new library version."""


def load(settings: Settings | None = None, progress: Progress | None = None) -> Assistant:
    """Return an assistant over the settings' library, building its index first where needed."""
    chosen = settings or Settings.read(os.environ)
    library = read_library(chosen.corpus, chosen.documents)
    encoder = MiniLM(chosen.model, chosen.model_sha256)
    version = library_version(library, encoder)
    index = open_index(chosen, library, encoder, version, progress)
    return assemble(library, encoder, index, open_listener(chosen, library, encoder, progress), version)


def open_index(
    settings: Settings, library: Library, encoder: Encoder, version: str, progress: Progress | None = None
) -> Index:
    """Open the library's index in the settings' data folder, building it first where needed."""
    folder = IndexFolder(settings.data / "index", words(library), settings.chroma_url)
    return folder.open(library.passages, encoder, version, progress)


def words(library: Library) -> Words:
    """Return the cutter of words with the library's own equals and stop words."""
    return Words(library.reading.first_of_same, frozenset(library.reading.stop))


def open_listener(settings: Settings, library: Library, encoder: Encoder, progress: Progress | None = None) -> Listener:
    """Open what is learned from the library's example messages, learning it first where needed.

    Staff's documents have no part in it, so that adding one costs no learning.
    """
    library = library.shipped
    symptoms = Symptoms(
        Rules(
            library.concepts,
            {sign.id: sign.told_by for sign in library.signs},
            library.reading.denials,
            library.reading.turns,
        )
    )
    circumstances = Circumstances(library.reading.circumstances)

    def teach() -> Learned:
        found = lessons(library, Reader(library).set_right)
        beside = [list(circumstances(lesson.text, symptoms.find(lesson.text)).values()) for lesson in found]
        return learn(found, encoder.read([lesson.text for lesson in found], progress), beside)

    taught = kept(settings.data / "learned", _taught_from(library, encoder), teach)
    return Listener(taught, circumstances, symptoms, Forms(library.reading))


def assemble(
    library: Library,
    encoder: Encoder,
    index: Index,
    listener: Listener,
    version: str,
    today: date | None = None,
) -> Assistant:
    """Put the parts together over an opened index."""
    return Assistant(
        Parts(
            encoder=encoder,
            reader=Reader(library),
            listener=listener,
            tongues=tongues(library),
            triage=Triage(library.signs, library.lines["alarm"]),
            boundary=Boundary(library.kinds_of_message),
            finder=FusedFinder(library.passages, index, library.plans),
            coverage=Coverage(words(library), library.passages, library.lines["covered"]),
            composer=Composer(library, today or date.today()),  # noqa: DTZ011  a review date is a local day
            refuser=Refuser(library),
            renderer=Renderer(library.wording, Glossary(library.glossary)),
            library_version=version,
        )
    )


def _taught_from(library: Library, encoder: Encoder) -> str:
    """Hash all that decides what is learned: examples, rules, patterns, known words, the model and the code."""
    records = [library.reading, *library.concepts]
    parts = [encoder.name, *(record.model_dump_json() for record in records)]
    parts += [repr((lesson.text, sorted(lesson.kinds), lesson.weight)) for lesson in lessons(library, str)]
    parts += [repr((sign.id, sign.told_by)) for sign in library.signs]
    parts += [f"{word} {count}" for word, count in sorted(vocabulary(library).items())]
    digest = hashlib.sha256("\0".join(parts).encode())
    for path in [*sorted((PACKAGE / "understanding").glob("*.py")), PACKAGE / "finding" / "encoding.py"]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def library_version(library: Library, encoder: Encoder) -> str:
    """Hash the corpus, the model and the rules: all that decides an answer."""
    digest = hashlib.sha256(f"{library.fingerprint}\0{encoder.name}".encode())
    for name in RULES:
        for path in sorted((PACKAGE / name).rglob("*.py")) or [PACKAGE / name]:
            digest.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]
