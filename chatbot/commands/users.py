"""`chatbot users`: who may sign in to the pages of staff and reviewers."""

import sys

import click

from chatbot.assemble import open_archive
from chatbot.commands.shared import settings, told

ROLES = ("staff", "reviewer", "admin")


@click.group()
def users() -> None:
    """Who may sign in to the pages of staff (/staff) and reviewers (/review); the public pages need no sign-in.

    A password has at least 12 characters. It is asked for twice, or read from standard input; it is never an argument.

    \b
    chatbot users add ada --role staff
    chatbot users list
    chatbot users password ada
    chatbot users remove ada
    """


@users.command()
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), required=True, help="What they may do; an admin may do everything.")
@click.option(
    "--sign-on", is_flag=True, help="Without a password: they sign on with the proxy of CHATBOT_SIGN_ON_HEADER."
)
@told
def add(name: str, *, role: str, sign_on: bool) -> None:
    """Add a user.

    \b
    chatbot users add ada --role staff
    pass show clinic/ada | chatbot users add ada --role staff
    """
    from chatbot.access.accounts import Accounts, Role, user_name  # noqa: PLC0415  help needs no database

    name = user_name(name)
    Accounts(open_archive(settings())).add(name, Role(role), None if sign_on else _password(name))
    click.echo(f"{name} may sign in at /sign-in as {role}.")


@users.command("list")
@told
def list_() -> None:
    """List the users with their roles.

    \b
    chatbot users list
    """
    from chatbot.access.accounts import Accounts  # noqa: PLC0415

    found = Accounts(open_archive(settings())).list()
    for one in found:
        click.echo(
            f"{one.name:24} {one.role:9} added {one.added:%Y-%m-%d}{'' if one.password else '  signs on by proxy'}"
        )
    if not found:
        click.echo("There is no user yet; 'chatbot users add NAME --role staff' adds one.")


@users.command()
@click.argument("name")
@told
def remove(name: str) -> None:
    """Remove a user, who is signed out at once.

    \b
    chatbot users remove ada
    """
    from chatbot.access.accounts import Accounts  # noqa: PLC0415

    Accounts(open_archive(settings())).remove(name)
    click.echo(f"{name} is no user any more.")


@users.command()
@click.argument("name")
@told
def password(name: str) -> None:
    """Give a user a new password; they are signed out, and a lock-out ends.

    \b
    chatbot users password ada
    """
    from chatbot.access.accounts import Accounts  # noqa: PLC0415

    Accounts(open_archive(settings())).set_password(name, _password(name))
    click.echo(f"{name} has a new password.")


def _password(name: str) -> str:
    """Ask for a password twice without showing it, or read the first line of standard input."""
    if sys.stdin.isatty():
        return str(click.prompt(f"Password of {name}", hide_input=True, confirmation_prompt="Once more"))
    return sys.stdin.readline().rstrip("\r\n")
