"""Replies as HTML: everything that must be shown is, nothing is invented, and nothing in it runs."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from page_samples import (
    AGAINST,
    AUTISM,
    KAWASAKI,
    POLICY,
    SIGN,
    SMALL,
    STAMP,
    TRIAL,
    answer,
    asked,
    care_card,
    declined,
    label,
    urgent,
)

from chatbot.answering.glossary import Glossary
from chatbot.domain import Citation, EvidenceLevel, Jurisdiction, LabelName, Spoken, UrgencyLevel
from chatbot.knowledge.records import GlossaryRecord
from chatbot.knowledge.wording import Wording, read_wording
from chatbot.reply import Declined, Reason, Reply, Smalltalk
from chatbot.web import labels, sources
from chatbot.web.carecard import calls
from chatbot.web.markup import esc_template
from chatbot.web.render import Look

CORPUS = Path(__file__).parents[2] / "corpus"
EVIL = '<img src=x onerror="alert(1)"></article><script>alert(2)</script>'
VOID = {"img", "br", "path", "circle"}


class Page(HTMLParser):
    """What a browser would make of HTML: its text, its elements and whether they close."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"{tag} closes out of turn"

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def all(self, css: str) -> list[dict[str, str | None]]:
        return [attrs for _, attrs in self.elements if css in (attrs.get("class") or "").split()]


@pytest.fixture(scope="module")
def wording() -> Wording:
    made, problems = read_wording(CORPUS)
    assert made
    assert not problems
    return made


@pytest.fixture(scope="module")
def look(wording: Wording) -> Look:
    words = GlossaryRecord(term="placebo", meaning="a dummy treatment <b>that</b> looks the same")
    return Look(wording, Glossary([words]))


def test_an_answer_shows_its_parts_in_the_order_of_the_design(look: Look, wording: Wording) -> None:
    text = Page(look.turn(1, answer())).text
    order = [
        "You asked Does it work for autism?",
        "Understood as: Does IVIG work for autism?",
        "Experimental",
        "Evidence: conflicting (studies disagree)",
        "Not proven.",
        wording("page.cost"),
        wording("page.show_details"),
        wording("heading.uncertain"),
        wording("heading.ask"),
        wording("page.show_sources"),
        "Library version 4f1d2c3b4a59.",
    ]
    places = [text.index(part) for part in order]
    assert places == sorted(places)


def test_every_tag_is_closed_and_every_id_is_used_once(look: Look, wording: Wording) -> None:
    replies: list[Reply] = [
        replace(answer(), urgent=care_card(wording)),
        urgent("help", wording),
        declined("should we?", wording),
        Smalltalk(asked=asked("hello"), text="One.\n\nTwo.", stamp=STAMP),
    ]
    page = Page("".join(look.turn(number, reply) for number, reply in enumerate(replies)))
    ids = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
    assert page.open == []
    assert len(ids) == len(set(ids))


def test_every_citation_button_opens_a_card_that_is_there(look: Look) -> None:
    page = Page(look.turn(1, answer()))
    targets = [attrs["popovertarget"] for attrs in page.all("cite")]
    cards = [attrs["id"] for attrs in page.all("source-card")]
    assert cards == ["turn-1-source-1", "turn-1-source-3", "turn-1-source-4"]
    assert targets == [*cards[:2], *cards]


def test_sources_of_one_passage_share_a_button_and_a_card(look: Look, wording: Wording) -> None:
    html = look.turn(1, answer())
    both = wording("page.sources_n", first=1, last=2)
    assert f'aria-label="{both}" title="{both}">1–2</button>' in html
    card = Page(sources.cards(answer().citations[:2], "turn-1", wording)).text
    assert card.count(AGAINST.text) == 1
    assert POLICY.title in card
    assert TRIAL.title in card


def test_the_list_of_sources_has_every_citation_and_each_passage_once(wording: Wording) -> None:
    page = Page(sources.listed(answer().citations, wording))
    assert [attrs["value"] for tag, attrs in page.elements if tag == "li"] == ["1", "2", "3", "4"]
    assert page.text.count(AGAINST.text) == 1
    assert wording("page.same_passage", n=1) in page.text


def test_a_source_card_says_all_there_is_to_know(wording: Wording) -> None:
    card = Page(sources.cards(answer().citations[2:3], "turn-1", wording)).text
    for part in (
        SMALL.text,
        TRIAL.publisher,
        "Trial",
        "1999",
        TRIAL.interest,
        SMALL.locator,
        "2 October 2026",
    ):
        assert part in card
    assert "only the summary was read" in card


def test_only_a_known_address_of_the_web_becomes_a_link(look: Look, wording: Wording) -> None:
    links = {attrs["href"] for tag, attrs in Page(look.turn(1, answer())).elements if tag == "a"}
    assert links == {POLICY.url}
    script = replace(POLICY, url="javascript:alert(1)")
    risky = replace(answer(), citations=(Citation(n=1, source=script, passage=AGAINST),))
    shown = Page(look.turn(1, risky))
    assert not [tag for tag, _ in shown.elements if tag == "a"]
    assert wording("page.no_link") in shown.text


@pytest.mark.parametrize("name", LabelName)
def test_a_label_is_a_word_and_a_shape(name: LabelName, wording: Wording) -> None:
    page = Page(labels.badge(name, wording))
    assert page.text == wording(f"label.{name}")
    assert [tag for tag, _ in page.elements].count("svg") == 1


def test_no_two_labels_have_the_same_shape() -> None:
    assert len(set(labels.SHAPES.values())) == len(LabelName)


@pytest.mark.parametrize("level", EvidenceLevel)
def test_how_sure_is_said_in_words(level: EvidenceLevel, wording: Wording) -> None:
    assert Page(labels.meter(level, wording)).text == f"Evidence: {wording(f'level.{level}')}"


def test_labels_that_differ_by_country_stand_side_by_side(wording: Wording) -> None:
    us, uk = Jurisdiction.US, Jurisdiction.UK
    both = [label(KAWASAKI, LabelName.APPROVED, country=us), label(KAWASAKI, LabelName.OFF_LABEL, country=uk)]
    text = Page(labels.panel(both, wording)).text
    assert text == "Kawasaki disease Approved in the US Off-label in the UK Evidence: strong"


def test_a_status_that_is_not_known_is_said(wording: Wording) -> None:
    unknown = label(AUTISM, LabelName.EXPERIMENTAL, country=Jurisdiction.AU, known=False)
    text = Page(labels.basis([unknown], (), wording)).text
    assert "This library does not know whether IVIG is approved for autism in Australia." in text


def test_a_label_names_its_source_its_date_and_who_advises_against_it(look: Look) -> None:
    text = Page(look.turn(1, answer())).text
    assert f"Label from source 1, {POLICY.publisher}. Checked 20 November 2026." in text
    assert "Guidance against it: National board (2021)." in text


def test_a_label_whose_source_is_not_cited_names_it_in_full(wording: Wording) -> None:
    text = Page(labels.basis(answer().labels[:1], (), wording)).text
    assert f"Label from {POLICY.publisher}: {POLICY.title}. Checked 20 November 2026." in text


def test_a_use_that_only_a_detail_names_has_its_label_in_the_details(look: Look, wording: Wording) -> None:
    html = look.turn(1, answer())
    details = html.index(wording("page.show_details"))
    assert html.index("Autism spectrum disorder") < details < html.index("Kawasaki disease")


def test_a_sellers_claim_is_marked(look: Look, wording: Wording) -> None:
    page = Page(look.turn(1, answer()))
    mark = wording("page.sellers_word")
    assert f"{mark} The clinic says that many children" in page.text


def test_a_hard_word_is_explained_once_where_it_is_first_met(look: Look) -> None:
    html = look.turn(1, answer())
    page = Page(html)
    assert len(page.all("word")) == 1
    assert 'class="word" aria-describedby="turn-1-word-1">placebo</button>' in html
    assert "a dummy treatment <b>that</b> looks the same" in page.text
    assert html.index('class="word"') < html.index("folded")


def test_a_word_in_another_answer_is_explained_again(look: Look) -> None:
    assert 'id="turn-2-word-1"' in look.turn(2, answer())


def test_what_is_checked_is_as_old_as_its_oldest_source(look: Look) -> None:
    assert "Checked on 2 October 2026." in Page(look.turn(1, answer())).text


def test_a_question_understood_as_it_stands_is_not_repeated(look: Look, wording: Wording) -> None:
    same = replace(answer(), asked=asked("What is it? "))
    assert wording("heading.understood") not in Page(look.turn(1, same)).text


def test_a_care_card_comes_first_and_is_an_alert(look: Look, wording: Wording) -> None:
    html = look.turn(1, replace(answer(), urgent=care_card(wording)))
    assert html.index('role="alert"') < html.index("badge")
    assert 'data-ready=""' in html


@pytest.mark.parametrize("level", UrgencyLevel)
def test_a_care_card_keeps_every_word_of_the_engines(level: UrgencyLevel, look: Look, wording: Wording) -> None:
    reply = urgent("help", wording, level)
    text = Page(look.turn(1, reply)).text.replace(" ,", ",").replace(" )", ")")
    said = " ".join(reply.card.text.split())
    assert re.sub(r"\s", "", said) in re.sub(r"\s", "", text)
    assert wording(f"page.care.{level}") in text


def test_a_care_card_puts_each_thing_to_do_in_its_own_paragraph(look: Look, wording: Wording) -> None:
    html = look.turn(1, urgent("help", wording))
    assert f'<p class="">{SIGN.advice}</p>' in html
    assert f'<p class="">{wording("urgent.after")}</p>' in html


def test_emergency_numbers_can_be_called_and_other_numbers_not(wording: Wording) -> None:
    html = calls("Call 999 (the UK). It took 1,000 or 1999 days & 911-5.", wording)
    assert html.count("tel:") == 1
    assert '<a class="call" href="tel:999">999</a> (the UK)' in html


def test_a_refusal_shows_its_reason_and_its_questions_as_a_list_but_no_source(look: Look, wording: Wording) -> None:
    page = Page(look.turn(1, declined("should we?", wording)))
    assert wording("page.declined.personal-advice") in page.text
    assert page.text.count("When do we stop?") == 1
    assert [tag for tag, _ in page.elements].count("li") == 2
    assert not page.all("cite")
    assert not page.all("source-list")


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_a_heading(reason: Reason, look: Look, wording: Wording) -> None:
    reply = Declined(asked=asked("?"), text="The text.", stamp=STAMP, reason=reason)
    text = Page(look.turn(1, reply)).text
    assert f"{wording(f'page.declined.{reason}')} The text." in text


def test_nothing_that_is_typed_or_read_becomes_html(look: Look, wording: Wording) -> None:
    evil = replace(POLICY, title=EVIL, publisher=EVIL, interest=EVIL)
    bad = replace(AGAINST, text=EVIL, locator=EVIL, source=evil)
    dirty = replace(
        answer(EVIL),
        asked=asked(EVIL, standalone=f"{EVIL}?"),
        sure=EVIL,
        questions_to_ask=(EVIL,),
        citations=(Citation(n=1, source=evil, passage=bad),),
    )
    for reply in (dirty, replace(declined(EVIL, wording), text=EVIL), urgent(EVIL, wording)):
        page = Page(look.turn(1, reply))
        assert {tag for tag, _ in page.elements}.isdisjoint({"img", "script"})
        assert EVIL in "".join(page.words)
        assert page.open == []


def test_a_very_long_question_is_folded_and_nothing_of_it_is_lost(look: Look, wording: Wording) -> None:
    long = "why " * 400 + "end"
    text = Page(look.turn(1, declined(long, wording))).text
    assert wording("page.whole_question") in text
    assert long in text


def test_a_template_of_gradio_cannot_be_written_into() -> None:
    assert not set("{}`$\\<") & set(esc_template("${alert(1)} {{value}} `x` \\ <b>"))


def test_an_unclear_message_offers_whole_questions_to_press(look: Look, wording: Wording) -> None:
    declined = Declined(
        asked=asked("so which"),
        text="What?",
        stamp=STAMP,
        reason=Reason.UNCLEAR,
        choices=("Is it safe?", 'What is "it"?'),
    )
    html = look.turn(1, declined)
    assert wording("page.choices.meant") in Page(html).text
    assert 'data-say="Is it safe?" data-sends="yes"' in html
    assert 'data-say="What is &quot;it&quot;?"' in html


def test_what_is_answered_near_to_a_question_is_offered_to_press(look: Look, wording: Wording) -> None:
    html = look.turn(1, replace(declined("is it far", wording), choices=("How long is it?",)))
    assert wording("page.choices.near") in Page(html).text
    assert 'data-say="How long is it?" data-sends="yes"' in html


def test_what_was_understood_can_be_changed_before_it_is_asked_again(look: Look, wording: Wording) -> None:
    html = look.turn(1, replace(answer(), asked=replace(asked("and for CIDP?"), standalone="Does it work for CIDP?")))
    assert f'data-say="Does it work for CIDP?">{wording("page.change")}' in html


ARABIC = Spoken(code="ar", name="العربية", right_to_left=True, text="هذه مكتبة.\n\nاتصل: 911 (الولايات المتحدة)، 112.")


def test_another_language_is_shown_in_it_and_the_way_it_is_read(look: Look, wording: Wording) -> None:
    reply = Declined(asked=asked("ما هو؟"), text=ARABIC.text, stamp=STAMP, reason=Reason.LANGUAGE, spoken=ARABIC)
    html = look.turn(1, reply)
    page = Page(html)
    assert '<div lang="ar" dir="rtl"><p class="">هذه مكتبة.</p>' in html
    assert '<a class="call" href="tel:911">911</a> (الولايات المتحدة)' in html
    assert f'<span lang="ar" dir="rtl">العربية</span> · {wording("page.declined.language")}' in html
    assert page.open == []


def test_a_question_is_read_in_its_own_direction(look: Look, wording: Wording) -> None:
    assert "<bdi>ما هو؟</bdi>" in look.turn(1, declined("ما هو؟", wording))


@pytest.mark.parametrize(
    ("code", "text", "heading"),
    [
        ("es", "Esto puede ser grave. Llame ya: 112 (UE).", "Esto puede ser grave."),
        ("zh", "这可能是紧急情况。请马上拨打：112（欧盟）。", "这可能是紧急情况。"),
        ("hi", "यह आपात स्थिति है। अभी फ़ोन करें: 112।", "यह आपात स्थिति है।"),
        ("ur", "یہ ہنگامی حالت ہے۔ فون کریں: 112۔", "یہ ہنگامی حالت ہے۔"),
    ],
)
def test_a_care_card_in_another_language_begins_with_it(
    code: str, text: str, heading: str, look: Look, wording: Wording
) -> None:
    plain = urgent("help", wording)
    spoken = Spoken(code=code, name=code, right_to_left=code == "ur", text=text)
    card = replace(plain.card, text=f"{text}\n\n{plain.card.text}", spoken=spoken)
    html = look.turn(1, replace(plain, card=card, text=card.text))
    way = "rtl" if code == "ur" else "ltr"
    assert f'<h3 lang="{code}" dir="{way}">{heading}</h3><p class="care-call" lang="{code}" dir="{way}">' in html
    said = re.sub(r"\s", "", Page(html).text)
    assert re.sub(r"\s", "", text) in said
    assert re.sub(r"[\s,)]", "", plain.card.text) in re.sub(r"[,)]", "", said)
    assert html.index(heading) < html.index(SIGN.advice)


def test_nothing_in_another_language_becomes_html(look: Look, wording: Wording) -> None:
    evil = Spoken(code="ar", name=EVIL, right_to_left=True, text=EVIL)
    plain = urgent(EVIL, wording)
    card = replace(plain.card, text=f"{EVIL}\n\n{plain.card.text}", spoken=evil)
    refused = Declined(asked=asked(EVIL), text=EVIL, stamp=STAMP, reason=Reason.LANGUAGE, spoken=evil)
    for reply in (refused, replace(plain, card=card)):
        page = Page(look.turn(1, reply))
        assert {tag for tag, _ in page.elements}.isdisjoint({"img", "script"})
        assert page.open == []


def test_nobody_is_asked_under_a_care_card_what_it_was_worth(wording: Wording) -> None:
    look = Look(wording, Glossary(()), kept=True)
    assert 'class="feedback"' in look.turn(1, answer())
    for reply in (urgent("breathe", wording), replace(answer(), urgent=care_card(wording))):
        shown = look.turn(1, reply)
        assert 'class="feedback"' not in shown
        assert 'data-act="share"' in shown
