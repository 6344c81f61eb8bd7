"""corpus/ as one immutable library; a library with any problem is refused whole."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TypeVar, cast

from chatbot.domain import (
    Example,
    Guidance,
    Jurisdiction,
    LabelByHand,
    Origin,
    Passage,
    Sign,
    Source,
    SourceKind,
    Status,
    Use,
)
from chatbot.errors import CorpusError, DocumentError, Problem
from chatbot.knowledge import checks, passages
from chatbot.knowledge.added import Judge, Judged, paired
from chatbot.knowledge.checklist_records import ChecklistRecord
from chatbot.knowledge.cost_records import CostsRecord
from chatbot.knowledge.documents import cut, read_document
from chatbot.knowledge.faq_records import FaqRecord
from chatbot.knowledge.files import FILES, Located, read_files
from chatbot.knowledge.linking import Linker
from chatbot.knowledge.naming import UseFinder
from chatbot.knowledge.notices import IntakeRecord, Notices
from chatbot.knowledge.own_prices import PriceFolder, PriceRecord, priced, strays
from chatbot.knowledge.pages import DocumentText
from chatbot.knowledge.reading import Reading, read_reading
from chatbot.knowledge.records import (
    AmbiguousRecord,
    ConceptRecord,
    DisagreementRecord,
    DocumentRecord,
    FactRecord,
    GlossaryRecord,
    IllnessRecord,
    KindOfMessageRecord,
    LanguageRecord,
    LineRecord,
    LookalikeRecord,
    PlanRecord,
    Record,
    SignRecord,
    SourceRecord,
    UseRecord,
)
from chatbot.knowledge.shelf import Document, Shelf
from chatbot.knowledge.topics import TopicFinder
from chatbot.knowledge.wording import Wording, read_wording

RecordT = TypeVar("RecordT", bound=Record)
Texts = Mapping[str, DocumentText]
"""What the documents hold, by their ids."""


@dataclass(frozen=True, kw_only=True)
class Library:
    """Everything the corpus holds, checked; nothing in it changes."""

    sources: Mapping[str, Source]
    uses: Mapping[str, Use]
    passages: tuple[Passage, ...]
    signs: tuple[Sign, ...]
    lookalikes: tuple[LookalikeRecord, ...]
    concepts: tuple[ConceptRecord, ...]
    lines: Mapping[str, LineRecord]
    ambiguous: tuple[AmbiguousRecord, ...]
    illnesses: tuple[IllnessRecord, ...]
    costs: tuple[CostsRecord, ...]
    disagreements: tuple[DisagreementRecord, ...]
    glossary: tuple[GlossaryRecord, ...]
    plans: Mapping[str, PlanRecord]
    kinds_of_message: tuple[KindOfMessageRecord, ...]
    languages: tuple[LanguageRecord, ...]
    faq: tuple[FaqRecord, ...]
    checklists: tuple[ChecklistRecord, ...]
    wording: Wording
    reading: Reading
    groups: Mapping[str, str]
    fingerprint: str
    """SHA-256 over every file of the corpus that decides an answer, by name and bytes, and over staff's documents."""
    added: Mapping[str, tuple[Judged, ...]]
    """Staff's documents by id, each with all its pieces, also those that no answer is made from."""
    texts: Texts
    """What was read of every document, the library's own and staff's, by id."""
    own_prices: tuple[PriceRecord, ...] = ()
    """Staff's prices; `costs` holds them in the place of the lists' own."""
    lists: tuple[CostsRecord, ...] = ()
    """The price lists as the corpus holds them."""

    @cached_property
    def shipped(self) -> "Library":
        """The library without what staff added: what is learned from it does not change with that."""
        if not self.added and not self.own_prices:
            return self
        own = {*self.added, *(price.record for price in self.own_prices)}
        shipped = tuple(passage for passage in self.passages if passage.record not in own)
        texts = {id_: text for id_, text in self.texts.items() if id_ not in self.added}
        return replace(self, passages=shipped, added={}, costs=self.lists, own_prices=(), texts=texts)

    @cached_property
    def by_record(self) -> Mapping[str, tuple[Passage, ...]]:
        """Passages by the id of the record that they were made from."""
        found: dict[str, list[Passage]] = {}
        for passage in self.passages:
            found.setdefault(passage.record, []).append(passage)
        return {record: tuple(made) for record, made in found.items()}

    @cached_property
    def examples(self) -> tuple[Example, ...]:
        """Messages that are, or only look like, a warning sign or a message that is no ordinary question."""
        made = [Example(text=s, family="sign", of=sign.id, holds=True) for sign in self.signs for s in sign.say_it_like]
        made += [Example(text=x.text, family="sign", of=x.looks_like, holds=False) for x in self.lookalikes]
        for kind in self.kinds_of_message:
            made += [Example(text=text, family="boundary", of=kind.id, holds=True) for text in kind.examples]
            made += [Example(text=text, family="boundary", of=kind.id, holds=False) for text in kind.not_examples]
        return tuple(made)


def read_library(corpus: Path, documents: Path | None = None) -> Library:
    """Read and check the corpus and the folder of staff's documents and prices.

    Raise CorpusError with every problem found.
    """
    if not corpus.is_dir():
        raise CorpusError([Problem(str(corpus), "-", "-", "is not a folder; set CHATBOT_CORPUS to the corpus")])
    found: dict[str, list[Located]] = {}
    unread: dict[str, list[Problem]] = {}
    for name in FILES:
        found[name], unread[name] = read_files(corpus, name)
    wording, bad_wording = read_wording(corpus)
    reading, bad_reading = read_reading(corpus)
    texts, bad_texts = _read_documents(corpus, found)
    problems = [*chain(*unread.values()), *bad_wording, *bad_reading, *bad_texts]
    problems += checks.check(found, unread)
    shelf = Shelf(documents) if documents else None
    own, bad_own = shelf.documents() if shelf else ([], [])
    problems += bad_own
    folder = PriceFolder(documents) if documents else None
    prices, bad_prices = folder.all() if folder else ([], [])
    problems += [*bad_prices, *(strays(prices, _only(found, "costs", CostsRecord)) if not unread["costs"] else ())]
    if problems or wording is None or reading is None:
        raise CorpusError(problems)
    library = _build(corpus, found, texts, wording, reading)
    library = _with(library, own, shelf, _only(found, "intake", IntakeRecord)) if shelf and own else library
    return _with_prices(library, prices, folder.fingerprint()) if folder and prices else library


def _with(library: Library, own: Sequence[Document], shelf: Shelf, intake: Sequence[IntakeRecord]) -> Library:
    """Add staff's documents to a library."""
    judge = judge_of(library, intake)
    sources = {document.record.id: _source(document.record.source, document.record.kind) for document in own}
    found = [judge.judge(document, sources[document.record.id]) for document in own]
    texts = {document.record.id: judge.text(document, one) for document, one in zip(own, found, strict=True)}
    judged, together = paired(list(chain(*found)), library.passages)
    added = {
        document.record.id: tuple(one for one in judged if one.passage.record == document.record.id) for document in own
    }
    digest = hashlib.sha256(f"{library.fingerprint}\0{shelf.fingerprint()}".encode()).hexdigest()
    return replace(
        library,
        sources={**library.sources, **sources},
        passages=_once(together),
        added=added,
        texts={**library.texts, **texts},
        fingerprint=digest,
    )


def _with_prices(library: Library, prices: Sequence[PriceRecord], fingerprint: str) -> Library:
    """Put staff's prices in the place of the lists' own."""
    made = priced(library.costs, library.sources, library.passages, prices, library.wording)
    digest = hashlib.sha256(f"{library.fingerprint}\0{fingerprint}".encode()).hexdigest()
    return replace(
        library,
        costs=made.costs,
        sources=made.sources,
        passages=made.passages,
        own_prices=tuple(prices),
        fingerprint=digest,
    )


def judge_beside(library: Library, corpus: Path, document: Document) -> tuple[Judged, ...]:
    """Judge a document of staff that is not published yet, or is published in another state, as it would be in it."""
    intake, _ = read_files(corpus, "intake")
    judge = judge_of(library, [cast(IntakeRecord, row.record) for row in intake])
    judged = judge.judge(document, _source(document.record.source, document.record.kind))
    held = [passage for passage in library.passages if passage.record != document.record.id]
    return tuple(paired(judged, held)[0])


def judge_of(library: Library, intake: Sequence[IntakeRecord]) -> Judge:
    """Return what judges documents by a library's records."""
    countries = library.wording.under("country")
    places = {
        name.casefold().removeprefix("the "): Jurisdiction(code)
        for code, name in countries.items()
        if code != Jurisdiction.INT
    }
    return Judge(Notices(intake), library.uses, linker_of(library, intake), places, library.wording)


def linker_of(library: Library, intake: Sequence[IntakeRecord], without: Collection[str] = ()) -> Linker:
    """Return what links passages to uses and topics, learned from the library's records.

    The records of some sources may be left out, so that what it links them to can be compared with what they say.
    """
    asides = [record for record in intake if record.role == "aside"]
    names = UseFinder(library.uses, library.ambiguous, library.reading, asides)
    known = [p for p in library.shipped.passages if p.origin is Origin.FACT and p.source.id not in without]
    topics = TopicFinder(library.plans.values(), known)
    return Linker(library.uses, names, topics, known, library.reading.treatment_names)


def _build(
    corpus: Path, found: Mapping[str, list[Located]], texts: Texts, wording: Wording, reading: Reading
) -> Library:
    sources = {s.id: _source(s, SourceKind(row.head["kind"])) for row, s in _rows(found, "sources", SourceRecord)}
    uses = {u.id: _use(u, row.head["group"], sources) for row, u in _rows(found, "uses", UseRecord)}
    made: list[Passage] = []
    for row, fact in _rows(found, "facts", FactRecord):
        made.append(passages.from_fact(fact, row.head["subject"], sources))
    for use in uses.values():
        made += passages.from_use(use, wording)
    for _, document in _rows(found, "documents", DocumentRecord):
        made += cut(texts[document.id].parts, document, sources[document.source])
    return Library(
        sources=sources,
        uses=uses,
        passages=_once(made),
        signs=tuple(_sign(sign, sources) for _, sign in _rows(found, "signs", SignRecord)),
        lookalikes=_only(found, "lookalikes", LookalikeRecord),
        concepts=_only(found, "concepts", ConceptRecord),
        lines={line.id: line for line in _only(found, "lines", LineRecord)},
        ambiguous=_only(found, "ambiguous", AmbiguousRecord),
        illnesses=_only(found, "illnesses", IllnessRecord),
        costs=_only(found, "costs", CostsRecord),
        disagreements=_only(found, "disagreements", DisagreementRecord),
        glossary=_only(found, "glossary", GlossaryRecord),
        plans={plan.id: plan for plan in _only(found, "topics", PlanRecord)},
        kinds_of_message=_only(found, "boundary", KindOfMessageRecord),
        languages=_only(found, "languages", LanguageRecord),
        faq=_only(found, "faq", FaqRecord),
        checklists=_only(found, "checklists", ChecklistRecord),
        wording=wording,
        reading=reading,
        groups={row.head["group"]: row.head["name"] for row in found["uses"]},
        fingerprint=fingerprint(corpus),
        added={},
        lists=_only(found, "costs", CostsRecord),
        texts=texts,
    )


def fingerprint(corpus: Path) -> str:
    """Hash the names and bytes of every file of a corpus, in order; but not of what only points at answers.

    Frequent questions are left out, so that approving one makes no new library of the same answers.
    """
    digest = hashlib.sha256()
    files = (path for path in corpus.rglob("*") if path.is_file() and not path.name.startswith("."))
    for path in sorted(path for path in files if path != corpus / FILES["faq"].pattern):
        digest.update(path.relative_to(corpus).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _rows(found: Mapping[str, list[Located]], name: str, model: type[RecordT]) -> Iterable[tuple[Located, RecordT]]:
    assert FILES[name].model is model
    return ((row, cast(RecordT, row.record)) for row in found[name])


def _only(found: Mapping[str, list[Located]], name: str, model: type[RecordT]) -> tuple[RecordT, ...]:
    return tuple(record for _, record in _rows(found, name, model))


def _source(record: SourceRecord, kind: SourceKind) -> Source:
    return Source(
        id=record.id,
        title=record.title,
        publisher=record.publisher,
        kind=kind,
        jurisdiction=record.jurisdiction,
        year=record.year,
        url=record.url if record.link == "official" else None,
        interest=record.interest,
        read=record.read,
        checked=record.checked,
        next_review=record.next_review,
    )


def _use(record: UseRecord, group: str, sources: Mapping[str, Source]) -> Use:
    hand = record.label
    return Use(
        id=record.id,
        name=record.name,
        phrase=record.phrase,
        treatment=record.treatment,
        group=group,
        synonyms=record.synonyms,
        exact_case=frozenset(record.exact_case),
        also_everyday=frozenset(record.also_everyday),
        status={
            place: Status(
                jurisdiction=place,
                approved=s.approved,
                note=s.note,
                source=sources[s.source],
                adults_only=s.adults_only,
            )
            for place, s in record.status.items()
        },
        guidance=tuple(
            Guidance(body=g.body, year=g.year, position=g.position, note=g.note, source=sources[g.source])
            for g in record.guidance
        ),
        evidence=record.evidence.level,
        evidence_why=record.evidence.why,
        evidence_sources=tuple(sources[s] for s in record.evidence.sources or record.sources),
        summary=record.summary,
        summary_sources=tuple(sources[s] for s in record.summary_sources or record.sources),
        sources=tuple(sources[s] for s in record.sources),
        checked=record.checked,
        asks=record.asks,
        symptom_of=frozenset(record.symptom_of),
        by_hand=LabelByHand(label=hand.label, reason=hand.reason, source=sources[hand.source]) if hand else None,
    )


def _sign(record: SignRecord, sources: Mapping[str, Source]) -> Sign:
    return Sign(
        id=record.id,
        sign=record.sign,
        say_it_like=record.say_it_like,
        possible_cause=record.possible_cause,
        level=record.level,
        told_by=record.told_by,
        told_with=record.told_with,
        worse_with=record.worse_with,
        only_of=record.only_of,
        nothing_beside=record.nothing_beside,
        advice=record.advice,
        sources=tuple(sources[s] for s in record.sources),
        locator=record.locator,
    )


def _read_documents(corpus: Path, found: Mapping[str, list[Located]]) -> tuple[Texts, list[Problem]]:
    texts: dict[str, DocumentText] = {}
    problems: list[Problem] = []
    for _, record in _rows(found, "documents", DocumentRecord):
        try:
            texts[record.id] = DocumentText(parts=read_document(corpus / record.file, record))
        except DocumentError as error:
            problems.append(Problem(record.file, record.id, "file", str(error)))
    return texts, problems


def _once(made: Sequence[Passage]) -> tuple[Passage, ...]:
    """Keep the first of passages that are the same to the letter, such as one note under two rows."""
    return tuple({passage.id: passage for passage in reversed(made)}.values())[::-1]
