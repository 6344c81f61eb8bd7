"""Replies and checklists as sheets: every kind of reply, and what is left out is said."""

import io
from collections.abc import Sequence
from dataclasses import replace

import pytest
from pypdf import PdfReader
from replies import STAMP, make_answer
from samples import make_passage

from chatbot.assistant import Assistant
from chatbot.domain import CareCard, Claim, Jurisdiction, LabelName, Spoken
from chatbot.handout.blocks import Block, Kind, Paper, Part
from chatbot.handout.setting import make
from chatbot.handout.sheets import Sheets, paper, sources_of
from chatbot.knowledge.labels import labels
from chatbot.knowledge.library import Library
from chatbot.reply import Asked, Declined, Reason, Reply, Smalltalk, Urgent
from chatbot.understanding.triage import care_card

LONG = [make_passage(f"fact-{n}", f"Fact {n} says a thing about machines. " * 3) for n in range(40)]


@pytest.fixture(scope="module")
def sheets(tiny_library: Library) -> Sheets:
    return Sheets(tiny_library, "v1")


def words(parts: Sequence[Part]) -> str:
    return "\n".join(part.text for part in parts if isinstance(part, Block))


def of(kind: Kind, parts: Sequence[Part]) -> list[str]:
    return [part.text for part in parts if isinstance(part, Block) and part.kind is kind]


def printed(sheets: Sheets, reply: Reply) -> list[str]:
    reader = PdfReader(io.BytesIO(make(sheets.reply(reply))))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


@pytest.mark.parametrize(
    "question",
    [
        "Does dialysis work for kidney failure?",
        "How much does a machine at home cost?",
        "blood is pouring out of his fistula",
        "asdf",
        "hello",
        "¿Cuánto cuesta la diálisis en casa para mi hijo?",
        "透析需要多长时间？我的孩子很害怕。",
        "كم تستغرق جلسة غسيل الكلى لطفلي الصغير؟",
    ],
)
def test_every_kind_of_reply_has_a_page(sheets: Sheets, tiny_assistant: Assistant, question: str) -> None:
    reply = tiny_assistant.reply(question)
    text = " ".join(printed(sheets, reply))
    assert "Not approved by a doctor." in text
    assert f"Library version {'v1'}" in text or "v1" in text
    if reply.to_json()["citations"]:
        assert "[1" in text


def test_an_answer_says_label_short_answer_what_is_uncertain_and_sources(sheets: Sheets, tiny_library: Library) -> None:
    use = tiny_library.uses["kidney-failure"]
    asked = Asked(question="q?", standalone="q?", uses=(use.id,))
    reply = make_answer(LONG[:1], asked=asked, labels=labels(use, Jurisdiction.US))
    (first, *_) = sheets.reply(reply).steps
    assert of(Kind.LABEL, first)[0].startswith(f"{use.name}: {tiny_library.wording('label.approved')} in the US.")
    assert of(Kind.LEAD, first)[0].endswith("[1]")
    assert "How sure: hardly." in words(first)
    assert any(text.startswith("[1] A leaflet. A hospital, 2024.") for text in of(Kind.SMALL, first))
    assert any(text.startswith(f"{use.name}: approved") for text in of(Kind.SMALL, first))


def test_what_is_left_out_is_said_and_goes_from_the_last_point(sheets: Sheets) -> None:
    claims = [
        *(Claim(p.text, (p,), "short-answer") for p in LONG[:2]),
        *(Claim(p.text, (p,), f"Section {n // 8}") for n, p in enumerate(LONG[2:])),
    ]
    sections = tuple(f"Section {n}" for n in range(5))
    reply = make_answer(LONG, claims=tuple(claims), sections=sections, questions_to_ask=("What next?",))
    steps = sheets.reply(reply).steps
    kept = [sum(LONG[n].text.strip() in words(step) for n in range(2, 40)) for step in steps]
    assert kept == [38, *range(38, -1, -1), 0]
    assert "Left out" not in words(steps[1])
    assert of(Kind.NOTE, steps[7]) == ["Left out to fit one page, of: Section 4."]
    assert of(Kind.NOTE, steps[8]) == ["Left out to fit one page, of: Section 3; Section 4."]
    assert "What next?" in words(steps[-2])
    assert "What next?" not in words(steps[-1])
    (page,) = printed(sheets, reply)
    assert "Left out to fit one page" in page
    assert "[1]" in page


def test_only_sources_of_what_is_said_stand_and_keep_their_numbers(sheets: Sheets) -> None:
    claims = (Claim("Short.", (LONG[0],), "short-answer"), Claim("Detail.", (LONG[1],), "More"))
    reply = make_answer(LONG[:2], claims=claims, sections=("More",))
    full, brief, without, *_ = (words(step) for step in sheets.reply(reply).steps)
    assert "[1][2] A leaflet. A hospital" in full
    assert "[1][2] A hospital, 2024" in brief
    assert "[1] A hospital, 2024" in without
    assert "[2]" not in without


def test_a_card_stands_before_an_answer(sheets: Sheets, tiny_library: Library) -> None:
    card = care_card(tiny_library.signs[:1], Jurisdiction.UK, tiny_library.wording)
    steps = sheets.reply(make_answer(LONG[:1], urgent=card)).steps
    for step in steps:
        assert [part.kind for part in step[:2] if isinstance(part, Block)] == [Kind.CARE, Kind.CARE_TEXT]
        assert card.text in words(step)


@pytest.mark.parametrize("letters", ["现在就打电话。", "اتصل الآن."])
def test_a_card_in_letters_that_cannot_be_printed_is_given_in_english(
    sheets: Sheets, tiny_library: Library, letters: str
) -> None:
    english = care_card(tiny_library.signs[:1], Jurisdiction.UK, tiny_library.wording)
    spoken = Spoken(code="zh", name="中文", right_to_left=False, text=letters)
    card = CareCard(level=english.level, signs=english.signs, text=f"{letters}\n\n{english.text}", spoken=spoken)
    asked = Asked(question="q", standalone="q", country=Jurisdiction.UK)
    reply = Urgent(asked=asked, text=card.text, stamp=STAMP, card=card, citations=())
    (step, _) = sheets.reply(reply).steps
    assert english.text in words(step)
    assert of(Kind.NOTE, step) == ["Some words are in other letters. They stand here in English."]


def test_a_refusal_says_why_and_what_to_ask_once(sheets: Sheets) -> None:
    reply = Declined(
        asked=Asked(question="q", standalone="q"),
        text="No. Ask: What now?",
        stamp=STAMP,
        reason=Reason.PERSONAL_ADVICE,
        questions_to_ask=("What now?",),
    )
    (step,) = sheets.reply(reply).steps
    assert words(step).count("What now?") == 1
    assert "No. Ask:" in words(step)


def test_small_talk_and_who_approved_stand_on_the_page(sheets: Sheets) -> None:
    reply = Smalltalk(asked=Asked(question="hi", standalone="hi"), text="Hello.", stamp=STAMP)
    made = sheets.reply(reply, state="Approved by Dr A. Name on 1 November 2026.")
    assert words(made.steps[0]) == "Hello."
    assert made.foot[1].startswith("Approved by Dr A. Name")


def test_no_use_is_printed_as_approved_that_is_not(sheets: Sheets, tiny_library: Library) -> None:
    for use in tiny_library.uses.values():
        for country in (None, *Jurisdiction):
            if country is Jurisdiction.INT:
                continue
            found = labels(use, country)
            asked = Asked(question="q?", standalone="q?", uses=(use.id,), country=country)
            (first, *_) = sheets.reply(make_answer(LONG[:1], asked=asked, labels=found)).steps
            names = {label.name for label in found}
            said = any(": Approved" in text for text in of(Kind.LABEL, first))
            assert said is (LabelName.APPROVED in names)


def test_a_checklist_has_boxes_signs_numbers_and_a_table(sheets: Sheets, tiny_library: Library) -> None:
    (checklist,) = tiny_library.checklists
    uk, everywhere = sheets.checklist(checklist, Jurisdiction.UK), sheets.checklist(checklist)
    first = uk.steps[0]
    assert of(Kind.TICK, first) == ["How long will it take? [1]", "Is it approved for this? [2]"]
    assert of(Kind.WATCH, first) == ["Blood that does not stop [1]", "Fever with a tube in the neck [1]"]
    now, today = of(Kind.CARE_TEXT, first)
    number = tiny_library.wording("emergency_number.UK")
    assert number in now
    assert now != today
    assert tiny_library.wording("emergency_number.US") in words(everywhere.steps[0])
    assert any(not isinstance(part, Block) for part in first)
    for item in checklist.items:
        assert sources_of(item, tiny_library)


def test_a_page_is_of_the_paper_of_the_country() -> None:
    assert [paper(c) for c in (None, Jurisdiction.UK, Jurisdiction.US)] == [Paper.A4, Paper.A4, Paper.LETTER]


def test_the_date_of_the_file_is_the_librarys(sheets: Sheets, tiny_library: Library) -> None:
    newest = max(source.checked for source in tiny_library.sources.values())
    assert sheets.reply(make_answer(LONG[:1])).made == newest
    later = replace(LONG[0].source, checked=newest)
    assert sheets.reply(make_answer([replace(LONG[0], source=later)])).made == newest
