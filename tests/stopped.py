"""A process of its own that publishes a draft, and is gone in the middle of it: nothing after that moment is done."""

import multiprocessing
import os
from typing import Literal

from chatbot.assemble import open_archive, open_encoder
from chatbot.audit.acts import Acts
from chatbot.publishing import Publisher
from chatbot.settings import Settings

GONE = 9
PATIENCE = 300
Moment = Literal["begun", "changed", "noted"]


class _Acts(Acts):
    """Acts that are kept until one whose name ends in a way was."""

    last = "nothing"

    def note(self, who: str, what: str, *args: object, **named: object) -> None:
        super().note(who, what, *args, **named)  # type: ignore[arg-type]
        if what.endswith(self.last):
            os._exit(GONE)


def stopped_while_publishing(settings: Settings, id_: str, who: str, moment: Moment) -> None:
    """Publish in another process, which ends when the change is begun, stands and is served, or is noted as done."""
    process = multiprocessing.get_context("spawn").Process(target=_publish, args=(settings, id_, who, moment))
    process.start()
    process.join(PATIENCE)
    assert process.exitcode == GONE


def _publish(settings: Settings, id_: str, who: str, moment: Moment) -> None:
    acts = _Acts(open_archive(settings))
    publisher = Publisher.opened(settings, open_encoder(settings), acts)
    match moment:
        case "begun":
            acts.last = "-begun"
        case "changed":
            publisher.serving(lambda _: os._exit(GONE))
        case "noted":
            acts.last = "-published"
    publisher.publish(id_, who)
