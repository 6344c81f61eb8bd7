"""The one place that chooses and builds every part from the settings."""

import gc
import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import partial
from importlib.metadata import version as installed
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")  # read when ONNX Runtime is loaded: it would keep an id, and send

from chatbot.answering.composing import Composer
from chatbot.answering.glossary import Glossary
from chatbot.answering.refusing import Refuser
from chatbot.answering.rendering import Renderer
from chatbot.assistant import Assistant, Parts
from chatbot.finding.coverage import Coverage
from chatbot.finding.encoding import Encoder, MiniLM, Progress, ReadingOnce
from chatbot.finding.finder import FusedFinder
from chatbot.finding.index import Index, IndexFolder
from chatbot.finding.lexical import Words
from chatbot.finding.wordvectors import Listed, open_word_vectors
from chatbot.finding.wordwise import Wordwise
from chatbot.knowledge.library import Library, read_library
from chatbot.settings import Settings
from chatbot.understanding.boundary import Boundary
from chatbot.understanding.learning import Lesson
from chatbot.understanding.lessons import UNCOVERED, lessons
from chatbot.understanding.listening import Circumstances, Listener
from chatbot.understanding.question import Reader
from chatbot.understanding.symptoms import Rules, Symptoms
from chatbot.understanding.taught import Taught, kept, teach
from chatbot.understanding.tongues import tongues
from chatbot.understanding.topics import Forms
from chatbot.understanding.triage import Triage

if TYPE_CHECKING:  # a database is opened by those who record or read, and only then is its library loaded
    from chatbot.audit.archive import Archive
    from chatbot.audit.records import Maker
    from chatbot.audit.trail import Trail

PACKAGE = Path(__file__).resolve().parent
RULES = ("knowledge", "understanding", "finding", "answering", "assistant.py", "domain.py", "reply.py")
"""What of the code decides an answer; a change in it is a new library version."""


def load(
    settings: Settings | None = None,
    progress: Progress | None = None,
    library: Library | None = None,
    today: date | None = None,
    encoder: Encoder | None = None,
) -> Assistant:
    """Return an assistant over the settings' library, building its index first where needed.

    A library that was read already and an encoder that stands ready are given along; with another day an answer is the
    one of that day.
    """
    chosen = settings or Settings.read(os.environ)
    with _no_collection():
        library = library or read_library(chosen.corpus, chosen.documents)
        encoder = encoder or open_encoder(chosen)
        version = library_version(library, encoder)
        index = open_index(chosen, library, encoder, version, progress)
        return assemble(library, encoder, index, open_listener(chosen, library, encoder, progress), version, today)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Pause the collection of garbage: much is made here, all of it stays, and looking through it takes a quarter."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


def open_encoder(settings: Settings) -> Encoder:
    """Load the model of the settings, its weights checked."""
    return MiniLM(settings.model, settings.model_sha256, settings.data / "model")


def open_archive(settings: Settings) -> "Archive":
    """Open what was recorded, for reading; nothing is looked up before it is asked for."""
    from chatbot.audit.archive import Archive  # noqa: PLC0415
    from chatbot.audit.chain import Chain  # noqa: PLC0415
    from chatbot.audit.database import Database, database_url  # noqa: PLC0415
    from chatbot.audit.key import read_key, seal  # noqa: PLC0415

    folder = settings.data / "audit"
    key = read_key(settings.audit_key, folder)
    return Archive(Database(database_url(settings.database_url, folder)), Chain(key), partial(seal, key))


def open_trail(settings: Settings, library: Library, assistant: Assistant | None = None) -> "Trail":
    """Open the record of replies, for writing and reading; with an assistant replies can be replayed."""
    from chatbot.audit.spool import Spool  # noqa: PLC0415
    from chatbot.audit.trail import Trail  # noqa: PLC0415

    archive = open_archive(settings)
    return Trail(
        archive,
        Spool(settings.data / "audit" / "spool"),
        partial(record_maker, settings, library, archive),
        assistant.reply if assistant else None,
        settings.retention_days,
    )


def record_maker(settings: Settings, library: Library, archive: "Archive") -> "Maker":
    """Return what makes the records of answers from a library."""
    from chatbot.audit.records import Maker  # noqa: PLC0415
    from chatbot.audit.redaction import Redactor, kept_names  # noqa: PLC0415

    return Maker(Redactor(kept_names(library, settings.corpus)), archive.seal, versions(library))


def versions(library: Library) -> dict[str, str]:
    """Name what is at work: hashes of the library's records, of the rules and of all code, and the release."""
    rules = (path for name in RULES for path in sorted((PACKAGE / name).rglob("*.py")) or [PACKAGE / name])
    return {
        "records": library.fingerprint[:12],
        "rules": _hashed(rules),
        "code": _hashed(sorted(PACKAGE.rglob("*.py"))),
        "release": installed("chatbot"),
    }


def open_index(
    settings: Settings, library: Library, encoder: Encoder, version: str, progress: Progress | None = None
) -> Index:
    """Open the library's index in the settings' data folder, and its words, building first what is needed."""
    place = settings.data / "index"
    once = ReadingOnce(encoder)
    spelled = open_word_vectors(place, _listed(library), once, progress)
    index = IndexFolder(place, words(library), settings.chroma_url).open(library.passages, once, version, progress)
    return replace(index, spelled=spelled)


def _listed(library: Library) -> Listed:
    own = frozenset(passage.id for passage in library.shipped.passages)
    examples = (text for kind in library.kinds_of_message if kind.id == UNCOVERED for text in kind.examples)
    return Listed(library.passages, own, tuple(dict.fromkeys(examples)))


def words(library: Library) -> Words:
    """Return the cutter of words with the library's own equals and stop words."""
    return Words(library.reading.first_of_same, frozenset(library.reading.stop))


def open_listener(settings: Settings, library: Library, encoder: Encoder, progress: Progress | None = None) -> Listener:
    """Open what is learned from the library's example messages, learning it first where needed.

    Staff's documents have no part in it, so that adding one costs no learning.
    """
    library = library.shipped

    def taught() -> Taught:
        return taught_by(lessons(library, Reader(library).set_right), library, encoder, progress)

    return listener_of(library, kept(settings.data / "learned", _taught_from(library, encoder), taught))


def taught_by(
    examples: Sequence[Lesson], library: Library, encoder: Encoder, progress: Progress | None = None
) -> Taught:
    """Learn from example messages."""
    symptoms, circumstances = _symptoms(library), Circumstances(library.reading.circumstances)
    beside = [list(circumstances(one.text, symptoms.find(one.text)).values()) for one in examples]
    return teach(examples, encoder.read([one.text for one in examples], progress), beside)


def listener_of(library: Library, taught: Taught) -> Listener:
    """Put the parts together that hear a message."""
    return Listener(taught, Circumstances(library.reading.circumstances), _symptoms(library), Forms(library.reading))


def _symptoms(library: Library) -> Symptoms:
    reading = library.reading
    told_by = {sign.id: sign.told_by for sign in library.signs}
    together = {sign.id: sign.told_with for sign in library.signs}
    return Symptoms(Rules(library.concepts, told_by, reading.denials, reading.turns, together))


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
            listener=listener.by(index.metric),
            tongues=tongues(library),
            triage=Triage(library.signs, library.lines["alarm"], library.lines["alarm-apart"]),
            boundary=Boundary(library.kinds_of_message),
            finder=FusedFinder(library.passages, index, library.plans),
            coverage=Coverage(words(library), library.passages, library.lines["covered"]),
            wordwise=Wordwise(library.passages, index, index.spelled) if index.spelled else None,
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
    parts += [repr((sign.id, sign.told_by, sign.told_with)) for sign in library.signs]
    parts += [text for p in library.passages for text in (p.text, *(ask.text for ask in p.asks))]  # the known words
    parts += [repr((use.name, use.synonyms)) for use in library.uses.values()]
    parts += [repr((record.term, record.uses)) for record in library.ambiguous]
    parts += [repr(plan.phrases) for plan in library.plans.values()]
    digest = hashlib.sha256("\0".join(parts).encode())
    models = (PACKAGE / "finding" / name for name in ("encoding.py", "exporting.py"))
    for path in [*sorted((PACKAGE / "understanding").glob("*.py")), *models]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def library_version(library: Library, encoder: Encoder) -> str:
    """Hash the corpus, the model and the rules: all that decides an answer."""
    digest = hashlib.sha256(f"{library.fingerprint}\0{encoder.name}".encode())
    for name in RULES:
        for path in sorted((PACKAGE / name).rglob("*.py")) or [PACKAGE / name]:
            digest.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def _hashed(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]
