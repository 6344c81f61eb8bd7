"""What a reader can do with an answer: copy it and print it.

Where answers are kept, a reader can also link to one and say what it was worth.
"""

from collections.abc import Sequence

from chatbot.knowledge.wording import Wording
from chatbot.reply import Reply
from chatbot.web.api import REASONS
from chatbot.web.carecard import is_urgent
from chatbot.web.markup import esc, join


def bar(reply: Reply, wording: Wording, *, kept: bool) -> str:
    """Return the buttons under a reply; a script acts on them."""
    text = esc(f"{reply.asked.standalone}\n\n{reply.text}")
    buttons = [
        f'<button type="button" data-act="copy" data-text="{text}" data-done="{esc(wording("page.copied"))}">'
        f"{esc(wording('page.copy'))}</button>",
        f'<button type="button" data-act="print">{esc(wording("page.print"))}</button>',
    ]
    if not kept:
        return _bar(buttons, wording)
    answer = esc(reply.stamp.answer_id)
    buttons.append(
        f'<button type="button" data-act="share" data-path="/answer/{answer}"'
        f' data-done="{esc(wording("page.link_copied"))}">{esc(wording("page.share"))}</button>'
    )
    # Who reads a care card has something else to do than to say what it was worth.
    return _bar(buttons, wording) + ("" if is_urgent(reply) else _feedback(answer, wording))


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
