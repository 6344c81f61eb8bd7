"""What a reader can do with an answer: copy it and print it.

Where it can be seen again, a reader can also link to it and take it along as a page to print; where it is kept, say
what it was worth.
"""

from collections.abc import Sequence

from chatbot.knowledge.wording import Wording
from chatbot.reply import Reply
from chatbot.web.api import REASONS
from chatbot.web.carecard import is_urgent
from chatbot.web.markup import esc, join


def bar(reply: Reply, wording: Wording, link: str, *, kept: bool) -> str:
    """Return the buttons under a reply; a script acts on them.

    `link` is the path where this very reply can be seen again, and its hand-out under it; empty where there is none.
    """
    text = esc(f"{reply.asked.standalone}\n\n{reply.text}")
    buttons = [
        f'<button type="button" data-act="copy" data-text="{text}" data-done="{esc(wording("page.copied"))}">'
        f"{esc(wording('page.copy'))}</button>",
        f'<button type="button" data-act="print">{esc(wording("page.print"))}</button>',
    ]
    if link:
        buttons += [_share(link, wording), _paper(link, wording)]
    # Who reads a care card has something else to do than to say what it was worth.
    asks = kept and not is_urgent(reply)
    return _bar(buttons, wording) + (_feedback(esc(reply.stamp.answer_id), wording) if asks else "")


def _share(link: str, wording: Wording) -> str:
    return (
        f'<button type="button" data-act="share" data-path="{esc(link)}"'
        f' data-done="{esc(wording("page.link_copied"))}">{esc(wording("page.share"))}</button>'
    )


def _paper(link: str, wording: Wording) -> str:
    """A link beside the conversation, which would be gone if it opened in its place."""
    return (
        f'<a class="take" href="{esc(link)}/handout.pdf" target="_blank" rel="noopener">'
        f'{esc(wording("site.paper"))}<span class="hidden"> {esc(wording("page.new_tab"))}</span></a>'
    )


def _bar(buttons: Sequence[str], wording: Wording) -> str:
    return f'<div class="acts" data-failed="{esc(wording("page.not_copied"))}">{join(buttons)}</div>'


def _feedback(answer: str, wording: Wording) -> str:
    """Helpful or not, and if not why: a form that a script sends."""
    reasons = join(
        f'<label><input type="checkbox" name="reason" value="{reason}"> {esc(wording(f"page.reason.{reason}"))}</label>'
        for reason in REASONS
    )
    return (
        f'<form class="feedback" data-answer="{answer}" data-thanks="{esc(wording("page.thanks"))}"'
        f' data-failed="{esc(wording("page.not_sent"))}"><p class="asks">{esc(wording("page.was_helpful"))}</p>'
        f'<div class="choices"><button type="submit" name="helpful" value="yes">{esc(wording("page.helpful"))}</button>'
        f'<button type="button" data-act="why">{esc(wording("page.not_helpful"))}</button></div>'
        f"<fieldset hidden><legend>{esc(wording('page.why_not'))}</legend>{reasons}"
        f'<button type="submit" name="helpful" value="no">{esc(wording("page.send_feedback"))}</button>'
        "</fieldset></form>"
    )
