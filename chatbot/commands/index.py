"""`chatbot index`: build the index, encoding only what changed."""

import click

from chatbot.assemble import library_version, open_encoder, open_index, open_listener
from chatbot.commands.shared import progress_bar, settings, told
from chatbot.knowledge.library import read_library


@click.command()
@told
def index() -> None:
    """Build the index of the library; only texts that changed are encoded again.

    The index in force serves until the new one is complete and checked. A stop at any moment leaves it whole.

    \b
    chatbot index
    CHATBOT_CORPUS=my-corpus CHATBOT_DATA=my-data chatbot index
    """
    chosen = settings()
    library = read_library(chosen.corpus, chosen.documents)
    encoder = open_encoder(chosen)
    version = library_version(library, encoder)
    with progress_bar("Encoding") as progress:
        made = open_index(chosen, library, encoder, version, progress)
        open_listener(chosen, library, encoder, progress)
    click.echo(
        f"{len(library.passages)} passages, {len(made.entries)} texts, {made.encoded} encoded now. "
        f"Library version {version}."
    )
