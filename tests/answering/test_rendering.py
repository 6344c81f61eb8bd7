"""An answer as text: every part in its order, nothing of the reader's message or of a record as markup."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from replies import PASSAGE, make_answer
from samples import make_passage, make_source, make_use

from chatbot.answering.costs import cost
from chatbot.answering.glossary import Glossary
from chatbot.answering.rendering import Renderer, cost_lines, plain
from chatbot.domain import (
    CareCard,
    Caveat,
    Citation,
    Claim,
    Cost,
    CostLine,
    CostPlan,
    EvidenceLevel,
    Jurisdiction,
    SourceKind,
    Strength,
    UrgencyLevel,
)
from chatbot.knowledge.labels import labels
from chatbot.knowledge.library import Library
from chatbot.reply import Answered, Asked

WHOLE = """\
Call now.

_Understood as: does rest help?_

**Short answer**

Rest helps. It is free. [1]

**What the page's own prices add up to**

- a bed: 1,500 USD × 2 = 3,000 USD
- Together: 3,000 USD
- for a week

**Other**

- We sell rest. (claim by a seller or advertiser) [2]

**Approved or not**

- Hiccups: experimental in the US. Source: A leaflet. Checked 2026-11-01.

**What is not certain**

- How sure: hardly.
- It is old.

**Questions to ask your care team**

- Why rest?

**Sources**

1. A leaflet. A hospital; Patient information; 2024; Interest: none known; page 1 <https://example.org/leaflet>
2. Beds. A shop; Company that sells or promotes it; year not given; Interest: sells beds; page 1

Checked on 2026-10-01. Library version v1."""


def renderer(library: Library) -> Renderer:
    return Renderer(library.wording, Glossary(library.glossary))


def whole_answer() -> Answered:
    shop = make_source("shop", title="Beds", publisher="A shop", interest="sells beds", year=None, url=None)
    shop = replace(shop, kind=SourceKind.COMMERCIAL, checked=date(2026, 10, 1))
    seller = replace(make_passage("seller", "We sell rest.", strength=Strength.COMMERCIAL_CLAIM), source=shop)
    use = make_use({Jurisdiction.US: False}, evidence=EvidenceLevel.LIMITED)
    return make_answer(
        asked=Asked(question="does it help?", standalone="does rest help?"),
        urgent=CareCard(level=UrgencyLevel.EMERGENCY_NOW, signs=(), text="Call now."),
        labels=labels(use, Jurisdiction.US),
        claims=(Claim(PASSAGE.text, (PASSAGE,), "short-answer"), Claim(seller.text, (seller,), "Other")),
        sections=("Other",),
        caveats=(Caveat("old", "It is old.", (PASSAGE,)),),
        cost=Cost(items=(CostLine(what="a bed", amount=1500, currency="USD", times=2, sum=3000),), total=3000,
                  currency="USD", scope="for a week"),
        questions_to_ask=("Why rest?",),
        citations=(
            Citation(n=1, source=PASSAGE.source, passage=PASSAGE), Citation(n=2, source=seller.source, passage=seller)
        ),
    )  # fmt: skip


def test_a_whole_answer_has_every_part_in_its_order(tiny_library: Library) -> None:
    assert renderer(tiny_library).answer(whole_answer()) == WHOLE


def test_a_label_of_a_country_whose_approval_is_not_known_says_so(tiny_library: Library) -> None:
    use = make_use({Jurisdiction.US: True}, evidence=EvidenceLevel.LIMITED)
    shown = [renderer(tiny_library).label(labels(use, place)[0]) for place in (Jurisdiction.US, Jurisdiction.UK)]
    assert shown[0].startswith("Hiccups: approved in the US. Source:")
    assert shown[1].startswith("Hiccups: off-label in the UK, where its approval is not known to this library. Source:")


def test_absent_parts_leave_no_heading(tiny_library: Library) -> None:
    text = renderer(tiny_library).answer(make_answer())
    assert re.findall(r"^\*\*(.+)\*\*$", text, re.MULTILINE) == ["Short answer", "What is not certain", "Sources"]
    assert "Understood as" not in text


def test_hard_words_are_explained_only_on_demand_and_once(tiny_library: Library) -> None:
    answer = make_answer([make_passage("a", "The access hurts."), make_passage("b", "The access itches.")])
    explained = renderer(tiny_library).answer(answer, explain=True)
    assert explained.count("access (the place where blood is taken out and given back)") == 1
    assert "access (" not in renderer(tiny_library).answer(answer)


def test_a_seller_is_marked_wherever_only_sellers_carry_a_claim(tiny_library: Library) -> None:
    seller = make_passage("seller", "It helps.", strength=Strength.COMMERCIAL_CLAIM)
    alone = make_answer([seller])
    beside = replace(alone, claims=(Claim("It helps.", (seller, PASSAGE), "short-answer"),))
    marked = ["(claim by a seller" in renderer(tiny_library).answer(answer) for answer in (alone, beside)]
    assert marked == [True, False]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1 < 2 > 0", r"1 \< 2 \> 0"),
        ("**bold** _it_", r"\*\*bold\*\* \_it\_"),
        ("[a](b)", r"\[a\](b)"),
        ("# head | `x` \\", r"\# head \| \`x\` \\"),
        ("plain, as it is.", "plain, as it is."),
    ],
)
def test_what_markdown_would_read_as_markup_is_escaped(text: str, shown: str) -> None:
    assert plain(text) == shown


@given(st.text(alphabet=st.sampled_from("<>a/script*_`[]()#|\\!&; \n"), max_size=60))
def test_escaped_text_has_no_bare_tag(text: str) -> None:
    assert not re.search(r"(?<!\\)(?:\\\\)*[<>`\[\]]", plain(text))


def test_the_words_of_the_message_and_of_the_records_are_no_markup(tiny_library: Library) -> None:
    wild = "<b>x</b> [y](z)"
    passage = replace(make_passage("wild", wild), source=make_source("wild", title=wild, publisher=wild), locator=wild)
    answer = make_answer([passage], asked=Asked(question="q", standalone=wild))
    text = renderer(tiny_library).answer(answer)
    assert "<b>" not in text
    assert "[y](z)" not in text
    assert text.count(plain(wild)) == 5


def test_a_sum_is_listed_with_each_line_s_source_and_both_sides_where_it_is_open(library: Library) -> None:
    made = cost(library.costs[0], CostPlan(weight_kg=32, visits=1), library.wording)
    lines = cost_lines(made, lambda line: f" [{line.fact}]", library.wording)
    assert [line for line in lines if line.startswith("IVIG")] == [
        "IVIG (3 doses a day, 3 days a visit, 1 visit, if counted as 30 kg): 3,075 CNY × 9 = 27,675 CNY [price-ivig-per-visit]",
        "IVIG (4 doses a day, 3 days a visit, 1 visit, if counted as 40 kg): 3,075 CNY × 12 = 36,900 CNY [price-ivig-per-visit]",
    ]
    assert lines.count("overnight EEG (brain-wave test) (once): 1,960 CNY × 1 = 1,960 CNY [price-tests-total]") == 1
    assert "Together: 40,095 or 49,320 CNY" in lines
    assert lines[-1] == made.scope
    assert set(made.notes) <= set(lines)


def test_a_sum_stands_right_after_the_short_answer_with_the_numbers_of_its_sources(library: Library) -> None:
    made = cost(library.costs[0], CostPlan(weight_kg=30), library.wording)
    stated = [
        p
        for name in ("price-tests-total", "price-ivig-per-visit", "price-visit-total")
        for p in library.by_record[name]
    ]
    text = renderer(library).answer(make_answer(stated, cost=made))
    headings = re.findall(r"^\*\*(.+)\*\*$", text, re.MULTILINE)
    assert headings[:2] == ["Short answer", "What the page's own prices add up to"]
    assert "= 83,025 CNY [2]" in text
