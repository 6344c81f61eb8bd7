"""The chat: one question box and the conversation, on Gradio; asks the engine and shows what it said."""

import logging
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import gradio as gr
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from chatbot.domain import COUNTRIES, Jurisdiction
from chatbot.knowledge.wording import Wording
from chatbot.web.limits import RateLimit
from chatbot.web.markup import esc, esc_template, join
from chatbot.web.parts import Site
from chatbot.web.render import Look, say
from chatbot.web.suggestions import answered, near

LONGEST = 4000
"""Characters that are read as one question; more never reaches the engine."""
AT_ONCE = 8
"""Questions that are answered side by side."""
QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
FONT, MONO = gr.themes.Font("system-ui"), gr.themes.Font("monospace")
"""A name alone would be looked up as a file; a Font is left to the reader's system."""

FRONTEND = Path(gr.__file__).parent / "templates" / "frontend"

_log = logging.getLogger(__name__)


class Shown(NamedTuple):
    """What a step changes on the page, in the order of the outputs."""

    turn: object
    hint: str
    question: str
    history: tuple[str, ...]
    start: object
    near: tuple[str, ...]
    """What could be asked next, not yet tried."""
    next: str
    """The same as HTML, once the engine has answered it."""


class Desk:
    """Takes a question from the page and hands back what the page is to show."""

    def __init__(self, site: Callable[[], Site], look: Look, rate: RateLimit) -> None:
        self._site = site
        """The one in force, which another may follow while conversations go on."""
        self._look = look
        self._rate = rate

    def ask(
        self, question: str | None, country: str | None, history: tuple[str, ...], request: gr.Request | None = None
    ) -> Shown:
        """Answer a question; when it cannot be answered, say why and keep it in the box."""
        text = (question or "").strip()
        if why := self._refused(text, request):
            return self._kept(why, text, history)
        try:
            site = self._site()
            reply = site.respond(text, history, _country(country))
            turn = self._look.turn(len(history) + 1, reply)
        except Exception:  # noqa: BLE001  whatever broke, the reader is told and the question is not lost
            _log.exception("a question could not be answered")
            return self._kept("page.error", text, history)
        said = (*history, text)
        return Shown(turn, "", "", said, gr.update(visible=False), near(reply, site.library, said), "")

    def next(self, questions: tuple[str, ...], country: str | None, history: tuple[str, ...]) -> str:
        """Show what could be asked next: of these questions those that get an answer."""
        found = answered(questions, self._site().preview, history, _country(country))
        if not found:
            return ""
        heading = esc(self._look.wording("page.next"))
        choices = join(say(question, question) for question in found)
        return f'<section class="next"><h2>{heading}</h2><div class="choices">{choices}</div></section>'

    def start_again(self) -> Shown:
        """Empty the page for a new conversation."""
        return Shown("", "", "", (), gr.update(visible=True), (), "")

    def _refused(self, text: str, request: gr.Request | None) -> str:
        """Why a question is not put to the engine, as a name of the fixed words."""
        if not text:
            return "page.empty"
        if len(text) > LONGEST:
            return "declined.too-long"
        client = request.client.host if request and request.client else None
        return "" if self._rate.allows(client) else "page.too_many"

    def _kept(self, why: str, question: str, history: tuple[str, ...]) -> Shown:
        hint = f'<p class="hint" role="alert">{esc(self._look.wording(why))}</p>'
        return Shown(gr.skip(), hint, question, history, gr.skip(), (), "")


def build(current: Callable[[], Site], look: Look, rate: RateLimit) -> gr.Blocks:
    """Build the chat over the site in force."""
    site, desk, wording = current(), Desk(current, look, rate), look.wording
    page = gr.Blocks(title=wording("page.title"), analytics_enabled=False)
    with page:
        history, near_ = gr.State(()), gr.State(())
        with gr.Column(elem_id="start") as start:
            gr.HTML(f"<h2>{esc(wording('page.examples'))}</h2>", js_on_load=None)
            examples = [(text, gr.Button(text)) for text in wording.under("examples").values()]
        turns = _conversation(wording)
        next_ = gr.HTML("", elem_id="next", js_on_load=None)
        with gr.Row(elem_id="again"):
            clear = gr.Button(wording("page.clear"), elem_id="clear", scale=0)
        with gr.Column(elem_id="composer"):
            hint = gr.HTML("", elem_id="hint", js_on_load=None)
            place = _places(wording, site.country)
            with gr.Row(elem_id="ask-row"):
                box = _question(wording)
                send = gr.Button(wording("page.send"), variant="primary", elem_id="send", scale=0)
        shown = [turns, hint, box, history, start, near_, next_]
        later = _Later(desk.next, [near_, place, history], next_)
        asked = [([box.submit, send.click], box), *(([button.click], gr.State(text)) for text, button in examples)]
        for triggers, question in asked:
            _wire(triggers, desk.ask, [question, place, history], shown, later)
        clear.click(desk.start_again, outputs=shown, **QUIET).then(None, js="() => chatPage.cleared()", **QUIET)
        page.load(None, js="() => chatPage.ready()", **QUIET)
    page.queue(default_concurrency_limit=AT_ONCE, api_open=False)
    return page


def mount(page: gr.Blocks, app: FastAPI, path: str) -> None:
    """Put the chat into a web application, with nothing of Gradio's own around it and nothing kept."""
    gr.mount_gradio_app(
        app,
        page,
        path=path,
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
        theme=gr.themes.Base(font=FONT, font_mono=MONO),
    )


def entry() -> tuple[str, str]:
    """Return the addresses of the script and the style that start Gradio on a page."""
    start = (FRONTEND / "index.html").read_text(encoding="utf-8")
    script, style = (re.search(rf"/assets/index-[\w-]+\.{kind}", start) for kind in ("js", "css"))
    if not script or not style:
        raise RuntimeError(f"gradio {gr.__version__} starts in another way than expected; install the tested version")
    return script[0], style[0]


def serve_assets(app: FastAPI) -> None:
    """Serve Gradio's scripts and styles from where they look for each other: beside the page that they stand in."""
    app.mount("/assets", StaticFiles(directory=FRONTEND / "assets"), name="assets")


class _Later(NamedTuple):
    """What is done once the answer is on the page."""

    step: Callable[..., str]
    inputs: Sequence[Any]
    output: gr.HTML


def _wire(
    triggers: Sequence[Any], ask: Callable[..., Shown], inputs: Sequence[Any], shown: Sequence[Any], later: _Later
) -> None:
    gr.on(triggers, None, js="() => chatPage.busy()", **QUIET)
    asked = gr.on(triggers, ask, inputs, shown, trigger_mode="once", concurrency_limit=AT_ONCE, **QUIET)
    done = asked.then(None, js="() => chatPage.done()", **QUIET)
    done.then(later.step, later.inputs, later.output, concurrency_limit=AT_ONCE, **QUIET)


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
