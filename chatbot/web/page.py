"""The page: a Gradio app with one question box and the conversation; asks the engine, shows what it said."""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import gradio as gr
from fastapi import FastAPI

from chatbot.answering.glossary import Glossary
from chatbot.domain import COUNTRIES, Jurisdiction
from chatbot.knowledge.records import GlossaryRecord
from chatbot.knowledge.wording import Wording
from chatbot.reply import Reply
from chatbot.web.markup import esc, esc_template, join, paragraph
from chatbot.web.render import Look

Respond = Callable[[str, tuple[str, ...], Jurisdiction | None], Reply]
"""Question, earlier questions and country in; reply out."""

Blocks = gr.Blocks
HERE = Path(__file__).parent
LONGEST = 4000
"""Characters that are read as one question; more never reaches the engine."""
AT_ONCE = 8
"""Questions that are answered side by side."""
QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
FONT, MONO = gr.themes.Font("system-ui"), gr.themes.Font("monospace")
"""A name alone would be looked up as a file; a Font is left to the reader's system."""

_log = logging.getLogger(__name__)


class Shown(NamedTuple):
    """What a step changes on the page, in the order of the outputs."""

    turn: object
    hint: str
    question: str
    history: tuple[str, ...]
    start: object


class Desk:
    """Takes a question from the page and hands back what the page is to show."""

    def __init__(self, respond: Respond, look: Look) -> None:
        self._respond = respond
        self._look = look

    def ask(self, question: str | None, country: str | None, history: tuple[str, ...]) -> Shown:
        """Answer a question; when it cannot be answered, say why and keep it in the box."""
        text = (question or "").strip()
        if not text:
            return self._kept("page.empty", "", history)
        if len(text) > LONGEST:
            return self._kept("declined.too-long", text, history)
        try:
            reply = self._respond(text, history, _country(country))
            turn = self._look.turn(len(history) + 1, reply)
        except Exception:  # noqa: BLE001  whatever broke, the reader is told and the question is not lost
            _log.exception("a question could not be answered")
            return self._kept("page.error", text, history)
        return Shown(turn, "", "", (*history, text), gr.update(visible=False))

    def start_again(self) -> Shown:
        """Empty the page for a new conversation."""
        return Shown("", "", "", (), gr.update(visible=True))

    def _kept(self, why: str, question: str, history: tuple[str, ...]) -> Shown:
        hint = f'<p class="hint" role="alert">{esc(self._look.wording(why))}</p>'
        return Shown(gr.skip(), hint, question, history, gr.skip())


def build(
    respond: Respond,
    wording: Wording,
    glossary: Sequence[GlossaryRecord] = (),
    country: Jurisdiction | None = None,
) -> Blocks:
    """Build the page around a function that answers."""
    desk = Desk(respond, Look(wording, Glossary(glossary)))
    page = gr.Blocks(title=wording("page.title"), analytics_enabled=False)
    with page:
        history = gr.State(())
        gr.HTML(_masthead(wording), elem_id="masthead", js_on_load=None)
        with gr.Column(elem_id="start") as start:
            gr.HTML(f"<h2>{esc(wording('page.examples'))}</h2>", js_on_load=None)
            examples = [(text, gr.Button(text)) for text in wording.under("examples").values()]
        turns = _conversation(wording)
        with gr.Row(elem_id="again"):
            clear = gr.Button(wording("page.clear"), elem_id="clear", scale=0)
        with gr.Column(elem_id="composer"):
            hint = gr.HTML("", elem_id="hint", js_on_load=None)
            place = _places(wording, country)
            with gr.Row(elem_id="ask-row"):
                box = _question(wording)
                send = gr.Button(wording("page.send"), variant="primary", elem_id="send", scale=0)
        shown = [turns, hint, box, history, start]
        _wire([box.submit, send.click], desk.ask, [box, place, history], shown)
        for text, button in examples:
            _wire([button.click], desk.ask, [gr.State(text), place, history], shown)
        cleared = clear.click(desk.start_again, outputs=shown, **QUIET)
        cleared.then(None, js="() => chatPage.cleared()", **QUIET)
        page.load(None, js="() => chatPage.ready()", **QUIET)
    page.queue(default_concurrency_limit=AT_ONCE, api_open=False)
    return page


def mount(page: Blocks, app: FastAPI) -> None:
    """Put the page into a web application, with nothing of Gradio's own around it and nothing kept."""
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
        theme=gr.themes.Base(font=FONT, font_mono=MONO),
        head=_head(),
    )


def _head() -> str:
    """Style and script stand in the head, because Gradio rewrites the selectors of what it is given as css."""
    style = (HERE / "style.css").read_text(encoding="utf-8")
    script = (HERE / "page.js").read_text(encoding="utf-8")
    return f"<style>{style}</style><script>{script}</script>"


def _wire(triggers: Sequence[Any], ask: Callable[..., Shown], inputs: Sequence[Any], shown: Sequence[Any]) -> None:
    gr.on(triggers, None, js="() => chatPage.busy()", **QUIET)
    asked = gr.on(triggers, ask, inputs, shown, trigger_mode="once", concurrency_limit=AT_ONCE, **QUIET)
    asked.then(None, js="() => chatPage.done()", **QUIET)


def _masthead(wording: Wording) -> str:
    notice = join(paragraph(esc(wording(name))) for name in ("notice", "review_state"))
    return (
        f"<h1>{esc(wording('page.title'))}</h1>{paragraph(esc(wording('page.intro')), 'intro')}"
        f'<div class="notice">{notice}</div>'
    )


def _conversation(wording: Wording) -> gr.HTML:
    """The template never shows its value: the script adds each turn, so that what is open stays open."""
    template = (
        f'<section id="turns" aria-label="{esc_template(wording("page.conversation"))}"></section>'
        f'<p id="status" role="status" data-searching="{esc_template(wording("page.searching"))}"'
        f' data-lost="{esc_template(wording("page.error"))}"></p>'
    )
    return gr.HTML(
        "",
        html_template=template,
        js_on_load="chatPage.conversation(element, props, watch)",
        apply_default_css=False,
        elem_id="conversation",
    )


def _question(wording: Wording) -> gr.Textbox:
    return gr.Textbox(
        label=wording("page.question"),
        show_label=False,
        placeholder=wording("page.placeholder"),
        lines=1,
        max_lines=5,
        elem_id="question",
        html_attributes=gr.InputHTMLAttributes(enterkeyhint="send", autocomplete="off"),
    )


def _places(wording: Wording, country: Jurisdiction | None) -> gr.HTML:
    """The line above the box: its label, and the country as a select of the browser's own.

    Every phone and screen reader knows that select; Gradio's dropdown is a text box.
    """
    names = {"": "page.any_country"} | {c.value: f"page.country_name.{c}" for c in COUNTRIES}
    chosen = country.value if country else ""
    options = join(f'<option value="{c}">{esc_template(wording(name))}</option>' for c, name in names.items())
    question, place = (esc_template(wording(f"page.{name}")) for name in ("question", "country"))
    return gr.HTML(
        chosen,
        html_template=(
            f'<label for="question-box">{question}</label>'
            f'<span class="place"><label for="country-choice">{place}</label>'
            f'<select id="country-choice">{options}</select></span>'
        ),
        js_on_load="chatPage.country(element, props)",
        apply_default_css=False,
        elem_id="country",
    )


def _country(code: str | None) -> Jurisdiction | None:
    return Jurisdiction(code) if code in COUNTRIES else None
