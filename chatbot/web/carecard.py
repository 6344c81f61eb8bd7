"""Shows the care card: first, unmistakable, with emergency numbers that a phone can call."""

import re

from chatbot.domain import CareCard, Spoken
from chatbot.knowledge.wording import Wording
from chatbot.reply import Answered, Reply, Urgent
from chatbot.web.markup import esc, in_tongue, join, paragraph

SIGN = (
    '<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="M12 1.2 23.4 22H.6z"/>'
    '<path class="cut" d="M12 8.5v6.5M12 18.2v.6"/></svg>'
)

_SENTENCE = re.compile(r"(?<=[.!؟۔])\s+|(?<=[。।])\s*")
"""Between two sentences, whatever the script."""


def care_card(card: CareCard, wording: Wording) -> str:
    """Show a care card; being an alert, it is read out at once."""
    lead, rest = _parts(card, wording)
    if card.spoken:
        head, rest = spoken_head(card.spoken, wording), [lead, *rest]
    else:
        first, dot, call = lead.partition(". ")
        head = f"<h3>{calls(first + dot.strip(), wording)}</h3>{paragraph(calls(call, wording), 'care-call')}"
    mark = paragraph(esc(wording(f"page.care.{card.level}")), "care-mark")
    return (
        f'<section class="care care-{card.level}" role="alert"><div class="care-head">{SIGN}<div>{mark}'
        f"{head}</div></div>"
        f'<div class="care-body">{join(paragraph(calls(part, wording)) for part in rest)}</div></section>'
    )


def spoken_head(spoken: Spoken, wording: Wording) -> str:
    """Show the card's words in the reader's language: the first sentence as the heading."""
    first, *more = _SENTENCE.split(spoken.text, maxsplit=1)
    tongue = in_tongue(spoken)
    call = join(f'<p class="care-call"{tongue}>{calls(part, wording)}</p>' for part in more)
    return f"<h3{tongue}>{calls(first, wording)}</h3>{call}"


def calls(text: str, wording: Wording) -> str:
    """Escape a text and make the emergency numbers in it links that call them."""
    numbers = "|".join(map(re.escape, wording.under("emergency_number").values()))
    if not numbers:
        return esc(text)
    return re.sub(rf"(?<![\w.,-])({numbers})(?![\w-])", r'<a class="call" href="tel:\1">\1</a>', esc(text))


def _parts(card: CareCard, wording: Wording) -> tuple[str, list[str]]:
    """Cut the card's own English text before each sign and before its last words; not a word is added or lost."""
    told = [start for sign in card.signs for start in (wording("urgent.sign", sign=sign.sign), sign.advice)]
    starts = [*told, wording("urgent.after")]
    text = card.text.removeprefix(card.spoken.text) if card.spoken else card.text
    places = sorted({place for start in starts if (place := text.find(start)) > 0})
    ends = [*places, len(text)]
    first = ends[0]
    return text[:first].strip(), [text[a:b].strip() for a, b in zip(places, ends[1:], strict=True)]


def is_urgent(reply: Reply) -> bool:
    """Tell whether a reply is a care card, or has one before its answer."""
    return isinstance(reply, Urgent) or (isinstance(reply, Answered) and reply.urgent is not None)
