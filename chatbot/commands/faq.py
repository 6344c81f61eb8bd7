"""`chatbot faq`: frequent questions, made from the library by the engine and approved by staff."""

from collections import Counter
from datetime import date

import click

from chatbot.assemble import load, open_archive, open_encoder
from chatbot.assistant import Assistant
from chatbot.commands.shared import progress_bar, settings, told
from chatbot.faq import Faq, State, build
from chatbot.knowledge.faq_records import FaqRecord
from chatbot.knowledge.library import Library, read_library


@click.group()
def faq() -> None:
    """Frequent questions: each is bound to the engine's own answer and marked when that changes.

    \b
    chatbot faq list --topic side-effects
    chatbot faq build                       after a change in the library: ask every question again
    chatbot faq check                       which entries are stale?
    chatbot faq approve ID --who "Dr Name"  after reading it with `chatbot faq show ID`
    """


@faq.command("build")
@told
def build_() -> None:
    """Ask the engine every question and bind each entry to its answer; the same library gives the same file.

    \b
    chatbot faq build
    """
    from chatbot.audit.acts import Acts  # noqa: PLC0415  help needs no database
    from chatbot.commands.noted import write_faq  # noqa: PLC0415

    library, assistant = _opened()
    with progress_bar("Asking") as progress:
        made = build(library.faq, assistant.reply, progress)
    chosen = settings()
    changed = write_faq(chosen, Acts(open_archive(chosen)), made, library.faq)
    for name in changed:
        click.echo(f"{name}: bound anew")
    bound = sum(entry.bound is not None for entry in made)
    click.echo(f"{bound} of {len(made)} entries are bound to an answer, {len(changed)} of them anew.")


@faq.command()
@click.option("--answers", is_flag=True, help="Ask the engine again too: is its answer still the one that was bound?")
@told
def check(*, answers: bool) -> None:
    """Name every entry that is stale or has no answer: exit 0 when there is none, else 1.

    Stale is an entry whose answer was made from a passage that changed or is gone, or holds a label that changed.

    \b
    chatbot faq check
    chatbot faq check --answers
    """
    assistant: Assistant | None = None
    if answers:
        library, assistant = _opened()
    else:
        library = read_library(settings().corpus, settings().documents)
    shelf = Faq(library)
    found = 0
    for entry in shelf.entries:
        for problem in shelf.problems(entry, assistant.reply(entry.question) if assistant else None):
            click.echo(f"{entry.id}: {problem}")
            found += 1
    click.echo(f"{len(shelf.entries)} entries, {_counted(shelf)}.")
    if found:
        raise SystemExit(1)


@faq.command("list")
@click.option("--stale", is_flag=True, help="Only those that are stale.")
@click.option("--topic", metavar="TOPIC", help="Only those of one topic, by its id.")
@told
def list_(*, stale: bool, topic: str | None) -> None:
    """List entries with their state, by topic.

    \b
    chatbot faq list --stale
    chatbot faq list --topic cost-and-access
    """
    library = read_library(settings().corpus, settings().documents)
    if topic is not None and topic not in library.plans:
        raise click.BadParameter(f"{topic!r} is no topic; use one of {', '.join(library.plans)}", param_hint="--topic")
    shelf = Faq(library)
    for entry in shelf.entries:
        state = shelf.state(entry)
        if (topic in {None, entry.topic}) and (state is State.STALE or not stale):
            click.echo(f"{state:8}  {entry.topic:20}  {entry.id:36}  {entry.question}")


@faq.command()
@click.argument("name", metavar="ID")
@told
def show(*, name: str) -> None:
    """Show an entry as it stands now: its state, what stands against it, and the engine's answer.

    \b
    chatbot faq show is-it-painful
    """
    library, assistant = _opened()
    shelf = Faq(library)
    entry = shelf.entry(name)
    reply = assistant.reply(entry.question)
    click.echo(f"{entry.question}\n\n{_approval(entry, shelf.state(entry, reply))}")
    for problem in shelf.problems(entry, reply):
        click.echo(f"! {problem}")
    click.echo(f"\n{assistant.explained(reply)}")


@faq.command("approve")
@click.argument("name", metavar="ID")
@click.option("--who", required=True, metavar="NAME", help="The clinician who has read the answer and approves it.")
@told
def approve_(*, name: str, who: str) -> None:
    """Approve the present answer of an entry; refused where it is not the answer that the entry is bound to.

    \b
    chatbot faq approve how-long-does-it-take --who "Dr A. Name"
    """
    from chatbot.access.accounts import OPERATOR  # noqa: PLC0415  help needs no database
    from chatbot.audit.acts import Acts  # noqa: PLC0415
    from chatbot.commands.noted import as_whom  # noqa: PLC0415
    from chatbot.publishing import Publisher  # noqa: PLC0415

    chosen = settings()
    with progress_bar("Building the index") as progress:
        publisher = Publisher.opened(chosen, open_encoder(chosen), Acts(open_archive(chosen)), progress)
    publisher.approve(name, who, date.today(), OPERATOR, as_whom())  # noqa: DTZ011  a local day
    click.echo(f"{name}: {_approval(Faq(publisher.served.library).entry(name), State.APPROVED)}")


def _opened() -> tuple[Library, Assistant]:
    """The library and an assistant over it."""
    chosen = settings()
    with progress_bar("Building the index") as progress:
        return read_library(chosen.corpus, chosen.documents), load(chosen, progress)


def _approval(entry: FaqRecord, state: State) -> str:
    given = entry.approved
    if given and state is State.APPROVED:
        return f"Approved by {given.who} on {given.on}."
    if given:
        return f"Not approved as it stands: {given.who} approved another answer on {given.on}."
    return "Not approved; awaiting a clinician."


def _counted(shelf: Faq) -> str:
    counts = Counter(shelf.state(entry) for entry in shelf.entries)
    return ", ".join(f"{counts[state]} {state}" for state in State)
