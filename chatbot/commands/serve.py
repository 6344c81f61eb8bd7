"""`chatbot serve`: the page on this machine."""

import click

from chatbot.commands.shared import progress_bar, settings, told


@click.command()
@told
def serve() -> None:
    """Serve the page on this machine, building the index if needed; Ctrl-C ends it.

    \b
    chatbot serve                                    on http://127.0.0.1:7860
    CHATBOT_HOST=0.0.0.0 CHATBOT_PORT=80 chatbot serve   for a whole network
    """
    from chatbot.web.server import serve as start  # noqa: PLC0415  the other commands need no web server

    with progress_bar("Building the index") as progress:
        start(settings(), progress)
