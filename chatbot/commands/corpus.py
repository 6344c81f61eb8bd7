"""`chatbot corpus`: check and count the library."""

from collections import Counter

import click

from chatbot.commands import documents
from chatbot.commands.shared import settings, told
from chatbot.errors import CorpusError
from chatbot.knowledge.library import Library, read_library


@click.group()
def corpus() -> None:
    """Check and count the library's records; add, look at and take back documents of your own.

    \b
    chatbot corpus check
    chatbot corpus stats
    chatbot corpus add leaflet.pdf --title … --publisher … --kind … --jurisdiction … --year … --interest …
    chatbot corpus show own-leaflet
    """


for command in documents.COMMANDS:
    corpus.add_command(command)


@corpus.command()
@told
def check() -> None:
    """Check every record: exit 0 when all hold, else 1 with one line for each problem.

    \b
    chatbot corpus check
    facts/cost.yaml: cost-a-bag: source: 'my-leaflet' is not known; …
    """
    try:
        library = read_library(settings().corpus, settings().documents)
    except CorpusError as error:
        for problem in error.problems:
            click.echo(problem)
        raise SystemExit(1) from error
    click.echo(f"No problems. {_line(library)}")


@corpus.command()
@told
def stats() -> None:
    """Count sources, uses, facts, passages and what they are made of.

    \b
    chatbot corpus stats
    """
    library = read_library(settings().corpus, settings().documents)
    click.echo(_line(library))
    for title, counts in _tables(library).items():
        click.echo(f"\n{title}")
        for name, count in counts.most_common():
            click.echo(f"  {name:28} {count:5}")


def _line(library: Library) -> str:
    facts = sum(p.origin == "fact" for p in library.passages)
    prepared = sum(len(p.asks) for p in library.passages)
    return (
        f"{len(library.sources)} sources, {len(library.uses)} uses, {facts} facts with {prepared} prepared questions, "
        f"{len(library.passages)} passages, {len(library.signs)} signs, {len(library.lookalikes)} look-alikes, "
        f"{len(library.disagreements)} disagreements, {len(library.glossary)} glossary terms."
    )


def _tables(library: Library) -> dict[str, Counter[str]]:
    return {
        "Passages by origin": Counter(str(p.origin) for p in library.passages),
        "Passages by strength": Counter(str(p.strength) for p in library.passages),
        "Facts by topic": Counter(t for p in library.passages if p.origin == "fact" for t in p.topics),
        "Sources by kind": Counter(str(s.kind) for s in library.sources.values()),
        "Sources by how much was read": Counter(s.read for s in library.sources.values()),
        "Uses by evidence level": Counter(str(u.evidence) for u in library.uses.values()),
    }
