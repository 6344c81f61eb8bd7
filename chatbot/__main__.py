"""The console script `chatbot`; `python -m chatbot` is the same."""

import click

from chatbot.commands.ask import ask
from chatbot.commands.audit import audit
from chatbot.commands.corpus import corpus
from chatbot.commands.cost import cost
from chatbot.commands.faq import faq
from chatbot.commands.index import index
from chatbot.commands.review import review
from chatbot.commands.serve import serve
from chatbot.commands.users import users
from chatbot.commands.uses import uses


@click.group()
def main() -> None:
    """Labelled, cited answers about IVIG from a library of checked sources; no language model, no network.

    \b
    chatbot ask "Does IVIG work for autism?"     one question
    chatbot serve                                the page, on http://127.0.0.1:7860
    chatbot uses --country UK                    every use with its label
    chatbot cost --weight 30 --cycles 3          what the clinic programme's price list comes to
    chatbot audit list                           what was answered; show, export, replay, verify
    chatbot users add ada --role staff           who may sign in to /staff and /review
    chatbot review queues --rater ann            score what was answered; two raters, blind
    chatbot corpus check                         is every record whole?
    chatbot faq check                            which frequent questions are stale?
    chatbot index                                after a change in corpus/

    Settings are read from CHATBOT_CORPUS, CHATBOT_DATA, CHATBOT_MODEL, CHATBOT_MODEL_SHA256, CHATBOT_CHROMA_URL,
    CHATBOT_COUNTRY, CHATBOT_HOST, CHATBOT_PORT, CHATBOT_FRAME_ANCESTORS, CHATBOT_OCR, CHATBOT_TRAIL,
    CHATBOT_DATABASE_URL, CHATBOT_AUDIT_KEY, CHATBOT_RETENTION_DAYS, CHATBOT_SIGN_ON_HEADER and CHATBOT_TRUSTED_PROXIES.
    """


for command in (ask, audit, corpus, cost, faq, index, review, serve, users, uses):
    main.add_command(command)

if __name__ == "__main__":
    main()
