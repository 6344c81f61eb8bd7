"""`chatbot serve`: the page on this machine."""

import click

from chatbot.commands.shared import progress_bar, settings, told


@click.command()
@told
def serve() -> None:
    """Serve the page on CHATBOT_HOST and CHATBOT_PORT (127.0.0.1:7860 by default), building the index if needed."""
    from chatbot.web.server import serve as start  # noqa: PLC0415  the other commands need no web server

    with progress_bar("Building the index") as progress:
        start(settings(), progress)
