"""The price lists as staff see them: each price as its list states it, and as staff gave it in its place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Depends, HTTPException
from fastapi.responses import HTMLResponse, Response

from chatbot.access.accounts import Role
from chatbot.access.sessions import Person
from chatbot.errors import PriceError
from chatbot.knowledge.cost_records import CostItemRecord, CostsRecord
from chatbot.knowledge.library import Library
from chatbot.knowledge.own_prices import LONGEST_REASON, MOST, PriceRecord, item_of
from chatbot.web.door import Door, Sent, see
from chatbot.web.parts import Office, Site
from chatbot.web.shell import Shell

HERE = "prices"
DONE = ("given", "back")
FIELDS = ("amount", "checked", "reason")


class Row(NamedTuple):
    """A price of a list, and what staff gave in its place."""

    item: CostItemRecord
    own: PriceRecord | None
    moved: bool
    """Whether the list's own price has changed since staff gave theirs."""


@dataclass(frozen=True, slots=True)
class Read:
    """A form as it was read: a price, or what is wrong by the name of the field."""

    price: PriceRecord | None
    wrong: Mapping[str, str] = field(default_factory=dict)


def pages(site: Site, office: Office, door: Door, shell: Shell) -> APIRouter:
    """Return `/staff/prices` and, for each item, `/staff/prices/<list>/<item>`."""
    router, library, publisher = APIRouter(default_response_class=HTMLResponse), site.library, office.publisher

    def form(person: Person, row: Row, prices: CostsRecord, told: Mapping[str, str], read: Read) -> HTMLResponse:
        return shell.page(
            "staff/price",
            HERE,
            status=422 if read.wrong else 200,
            person=person,
            prices=prices,
            row=row,
            told=told,
            wrong=read.wrong,
            today=site.today,
            most=LONGEST_REASON,
        )

    @router.get("/staff/prices")
    def listed(person: Annotated[Person, Depends(door.signed_in(Role.STAFF))], done: str = "") -> HTMLResponse:
        return shell.page(
            "staff/prices",
            HERE,
            person=person,
            lists=[(prices, list(_rows(prices, library))) for prices in library.lists],
            sources=library.sources,
            today=site.today,
            done=done if done in DONE else "",
        )

    @router.get("/staff/prices/{list_}/{item}")
    def one(list_: str, item: str, person: Annotated[Person, Depends(door.signed_in(Role.STAFF))]) -> HTMLResponse:
        prices, row = _row(list_, item, library)
        given = row.own
        told = {
            "amount": str(given.amount if given else row.item.amount),
            "checked": str(given.checked) if given else "",
            "reason": given.reason if given else "",
        }
        return form(person, row, prices, told, Read(None))

    @router.post("/staff/prices/{list_}/{item}")
    def gives(list_: str, item: str, sent: Annotated[Sent, Depends(door.sent(Role.STAFF))]) -> Response:
        prices, row = _row(list_, item, library)
        told = {name: sent[name] for name in FIELDS}
        read = read_form(told, prices, row.item, sent.person.name, site.today, library)
        if read.price is None:
            return form(sent.person, row, prices, told, read)
        publisher.give_price(read.price)
        return see("/staff/prices?done=given")

    @router.post("/staff/prices/{list_}/{item}/take-back")
    def takes_back(list_: str, item: str, sent: Annotated[Sent, Depends(door.sent(Role.STAFF))]) -> Response:
        _row(list_, item, library)
        publisher.take_price_back(list_, item, sent.person.name)
        return see("/staff/prices?done=back")

    return router


def read_form(
    told: Mapping[str, str], prices: CostsRecord, item: CostItemRecord, who: str, today: date, library: Library
) -> Read:
    """Read what somebody filled in; what cannot be is told at its field."""
    amount, checked = _amount(told["amount"]), _day(told["checked"])
    bad = {
        "amount": amount is None,
        "checked": checked is None or checked > today,
        "reason": not 0 < len(told["reason"]) <= LONGEST_REASON,
    }
    if amount is None or checked is None or any(bad.values()):
        values = {"money": prices.money, "most": f"{MOST:,}", "today": today, "longest": LONGEST_REASON}
        return Read(None, {name: library.wording(f"staff.price.wrong_{name}", **values) for name in bad if bad[name]})
    price = PriceRecord(
        list=prices.id,
        item=item.id,
        amount=amount,
        instead_of=item.amount,
        checked=checked,
        reason=told["reason"],
        who=who,
        on=today,
    )
    return Read(price)


def _amount(text: str) -> int | None:
    """A whole number, with or without marks between thousands."""
    figures = text.replace(",", "").replace(" ", "")
    amount = int(figures) if figures.isascii() and figures.isdecimal() and len(figures) <= len(str(MOST)) else 0
    return amount if 0 < amount <= MOST else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _rows(prices: CostsRecord, library: Library) -> Iterator[Row]:
    given = {(price.list, price.item): price for price in library.own_prices}
    for item in prices.items:
        own = given.get((prices.id, item.id))
        yield Row(item, own, moved=own is not None and own.instead_of != item.amount)


def _row(list_: str, item: str, library: Library) -> tuple[CostsRecord, Row]:
    """Return an item of a list as its page shows it; one that is not there is a page that is not there."""
    try:
        prices, found = item_of(library.lists, list_, item)
    except PriceError as error:
        raise HTTPException(404) from error
    return prices, next(row for row in _rows(prices, library) if row.item is found)
