"""What is read of a passage."""

from chatbot.domain import Passage


def read_text(passage: Passage) -> str:
    """Return a passage's text under the title and heading that say what it is about: what the model reads."""
    return " ".join([*(f"{above}." for above in (passage.title, passage.heading) if above), passage.text])


def said(passage: Passage) -> str:
    """Return a passage's text and the questions that it answers."""
    return " ".join([passage.text, *(ask.text for ask in passage.asks)])
