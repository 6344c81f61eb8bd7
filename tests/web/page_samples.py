"""Hand-made replies for trying the page without an engine: one of each kind, and an engine that breaks."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from chatbot.domain import (
    CareCard,
    Caveat,
    Citation,
    Claim,
    Cost,
    CostLine,
    EvidenceLevel,
    Guidance,
    Jurisdiction,
    LabelName,
    Origin,
    Passage,
    Position,
    Sign,
    Source,
    SourceKind,
    Strength,
    UrgencyLevel,
    Use,
    UseLabel,
)
from chatbot.knowledge.wording import Wording
from chatbot.reply import Answered, Asked, Declined, Reason, Reply, Smalltalk, Stamp, Urgent, stamped
from chatbot.web.parts import Respond

CHECKED = date(2026, 11, 20)
STAMP = Stamp(answer_id="a1b2c3", library_version="4f1d2c3b4a59", timings_ms={"total": 12.0})


def source(name: str, **changes: object) -> Source:
    """Return a source; changes are its other fields."""
    made = Source(
        id=name,
        title="Immunoglobulin for developmental conditions: commissioning policy",
        publisher="National health service",
        kind=SourceKind.GUIDELINE,
        jurisdiction=Jurisdiction.UK,
        year=2024,
        url="https://www.example.org/policy",
        interest="none known",
        read="full",
        checked=CHECKED,
        next_review=date(2027, 11, 20),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


POLICY = source("policy")
TRIAL = source(
    "trial",
    title="Twelve children, one comparison group: a placebo-controlled trial",
    publisher="Journal of Small Trials",
    kind=SourceKind.TRIAL,
    year=1999,
    url=None,
    interest="study drug given by its maker",
    read="abstract",
    checked=date(2026, 10, 2),
)
SELLER = source(
    "seller",
    title="Our programme",
    publisher="A clinic that sells it",
    kind=SourceKind.COMMERCIAL,
    year=None,
    interest="sells the treatment",
)


def passage(text: str, of: Source, strength: Strength) -> Passage:
    """Return a passage of a source."""
    return Passage(
        id=f"{of.id}-{len(text)}",
        record=of.id,
        text=text,
        source=of,
        locator="section 3, table 2",
        strength=strength,
        subject="autism",
        origin=Origin.FACT,
    )


AGAINST = replace(
    passage("The policy lists autism among uses that are not funded.", POLICY, Strength.GUIDELINE),
    also=(TRIAL,),
)
SMALL = passage(
    "In one small controlled trial with a placebo, scores did not differ between the groups after 12 weeks.",
    TRIAL,
    Strength.RCT,
)
SOLD = passage("The clinic says that many children talk more after six courses.", SELLER, Strength.COMMERCIAL_CLAIM)

AUTISM = Use(
    id="autism",
    name="Autism spectrum disorder",
    phrase="autism",
    treatment=None,
    group="neurodevelopmental",
    synonyms=(),
    exact_case=frozenset(),
    also_everyday=frozenset(),
    status={},
    guidance=(),
    evidence=EvidenceLevel.CONFLICTING,
    evidence_why="",
    evidence_sources=(),
    summary="",
    summary_sources=(POLICY,),
    sources=(POLICY,),
    checked=CHECKED,
)
KAWASAKI = replace(
    AUTISM, id="kawasaki", name="Kawasaki disease", phrase="Kawasaki disease", evidence=EvidenceLevel.STRONG
)
BOARD = Guidance(body="National board", year=2021, position=Position.AGAINST, note="", source=POLICY)


def label(use: Use, name: LabelName, **changes: object) -> UseLabel:
    """Return a label of a use."""
    made = UseLabel(use=use, name=name, country=None, known=True, source=POLICY, checked=CHECKED)
    return replace(made, **changes)  # type: ignore[arg-type]


EXPERIMENTAL = label(
    AUTISM, LabelName.EXPERIMENTAL, not_approved_in=(Jurisdiction.US, Jurisdiction.EU), against=(BOARD,)
)
SIGN = Sign(
    id="allergy",
    sign="Sudden allergic reaction: hives or swelling together with trouble breathing",
    say_it_like=(),
    possible_cause="",
    level=UrgencyLevel.EMERGENCY_NOW,
    advice="During an infusion call the nurse at once. Lie the person down with their legs raised.",
    sources=(POLICY,),
    locator="summary",
)


def asked(question: str, **changes: object) -> Asked:
    """Return what was asked, understood as it stands."""
    return replace(Asked(question=question, standalone=question), **changes)  # type: ignore[arg-type]


def answer(question: str = "Does it work for autism?") -> Answered:
    """Return an answer with every part that an answer can have, but a care card."""
    return Answered(
        asked=asked(question, standalone="Does IVIG work for autism?", uses=("autism",)),
        text="",
        stamp=STAMP,
        labels=(
            EXPERIMENTAL,
            label(KAWASAKI, LabelName.APPROVED, approved_in=(Jurisdiction.US, Jurisdiction.EU)),
        ),
        claims=(
            Claim(
                "Not proven. IVIG is experimental for autism: not approved, and studies disagree.",
                (AGAINST,),
                "short-answer",
            ),
            Claim("One small trial with a placebo found no difference.", (SMALL,), "short-answer"),
            Claim(AGAINST.text, (AGAINST,), "What guidance says"),
            Claim(SMALL.text, (SMALL,), "Controlled trials and reviews"),
            Claim(SOLD.text, (SOLD,), "What sellers and magazines say"),
        ),
        sections=("What guidance says", "Controlled trials and reviews", "What sellers and magazines say"),
        caveats=(Caveat("some-sellers", "A seller's statement is among these; it is not evidence.", (SOLD,)),),
        sure="How sure: the evidence level for IVIG in autism is conflicting (studies disagree).",
        questions_to_ask=("What would we measure?", "When do we stop if nothing changes?"),
        citations=(
            Citation(n=1, source=POLICY, passage=AGAINST),
            Citation(n=2, source=TRIAL, passage=AGAINST),
            Citation(n=3, source=TRIAL, passage=SMALL),
            Citation(n=4, source=SELLER, passage=SOLD),
        ),
        cost=Cost(
            items=(CostLine(what="Infusion", amount=3075, currency="CNY", times=6, sum=18450),),
            total=18450,
            currency="CNY",
            scope="The clinic's own price list; tests and travel are not in it.",
        ),
    )


def much_cited() -> Answered:
    """Return an answer whose short answer rests on many passages."""
    passages = tuple(replace(SMALL, id=f"small-{n}") for n in range(1, 21))
    cited = tuple(Citation(n=n, source=TRIAL, passage=p) for n, p in enumerate(passages, start=1))
    return replace(answer("many?"), claims=(Claim("Many say so.", passages, "short-answer"),), citations=cited)


def care_card(wording: Wording, level: UrgencyLevel = UrgencyLevel.EMERGENCY_NOW) -> CareCard:
    """Return a care card as the engine words it."""
    numbers = "911 (the US), 112 (the EU), 999 (the UK)"
    parts = [
        wording(f"urgent.{level}", numbers=numbers),
        wording("urgent.sign", sign=SIGN.sign),
        SIGN.advice,
        wording("urgent.after"),
    ]
    return CareCard(level=level, signs=(SIGN,), text=" ".join(parts))


def urgent(question: str, wording: Wording, level: UrgencyLevel = UrgencyLevel.EMERGENCY_NOW) -> Urgent:
    """Return a care card and nothing else."""
    card = care_card(wording, level)
    cited = (Citation(n=1, source=POLICY, passage=passage(SIGN.advice, POLICY, Strength.EXPERT)),)
    return Urgent(asked=asked(question), text=card.text, stamp=STAMP, card=card, citations=cited)


def declined(question: str, wording: Wording) -> Declined:
    """Return a refusal to decide for someone, with questions to take along."""
    questions = ("What would we measure?", "When do we stop?")
    step = wording("next.personal-advice", questions=" ".join(questions))
    text = f"{wording('declined.personal-advice')} {step}"
    return Declined(
        asked=asked(question),
        text=text,
        stamp=STAMP,
        reason=Reason.PERSONAL_ADVICE,
        questions_to_ask=questions,
    )


class Responder:
    """Answers by a word in the question, remembers what it was asked, and breaks when told to."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording
        self.calls: list[tuple[str, tuple[str, ...], Jurisdiction | None]] = []

    def __call__(self, question: str, history: tuple[str, ...], country: Jurisdiction | None) -> Reply:
        self.calls.append((question, history, country))
        if "break" in question:
            raise RuntimeError("the engine broke")
        made = {
            "breathe": lambda: urgent(question, self._wording),
            "today": lambda: urgent(question, self._wording, UrgencyLevel.URGENT_TODAY),
            "should we": lambda: declined(question, self._wording),
            "both": lambda: replace(answer(question), urgent=care_card(self._wording)),
            "many": much_cited,
            "hello": lambda: Smalltalk(asked=asked(question), text="Hello.", stamp=STAMP),
        }
        reply = next((make() for word, make in made.items() if word in question), None) or answer(question)
        everything = repr((question, history, country)).encode()
        placed = replace(reply, asked=replace(reply.asked, country=country))
        return stamped(placed, replace(STAMP, answer_id=hashlib.sha256(everything).hexdigest()[:16]))


@dataclass(frozen=True)
class Page:
    """An answer as a trail keeps it."""

    question: str
    history: tuple[str, ...]
    country: Jurisdiction | None
    at: datetime
    reply: Mapping[str, Any]


class Notebook:
    """A trail that keeps everything in memory."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self.said: list[tuple[str, bool, tuple[str, ...]]] = []

    def record(self, reply: Reply, history: Sequence[str]) -> None:
        asked_, at = reply.asked, datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
        made = Page(asked_.question, tuple(history), asked_.country, at, reply.to_json())
        self.pages[reply.stamp.answer_id] = made

    def keeping(self, respond: Respond) -> Respond:
        """Return what answers as `respond` does and keeps each reply here."""

        def reply(question: str, history: tuple[str, ...], country: Jurisdiction | None) -> Reply:
            made = respond(question, history, country)
            self.record(made, history)
            return made

        return reply

    def get(self, answer_id: str) -> Page | None:
        return self.pages.get(answer_id)

    def feedback(self, answer_id: str, *, helpful: bool, reasons: Sequence[str]) -> None:
        if answer_id not in self.pages:
            raise LookupError(answer_id)
        self.said.append((answer_id, helpful, tuple(reasons)))
