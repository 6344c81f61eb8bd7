"""Two server processes over one data folder: what one publishes the other serves, without a restart."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from clinics import ASKED, GOOD, OWN, TEXT, TOLD

from chatbot.access.accounts import Accounts, Role
from chatbot.assemble import open_archive
from chatbot.assistant import Assistant
from chatbot.settings import ROOT, Settings

pytestmark = pytest.mark.enable_socket

PATIENCE = 180
"""Seconds until a server is up, or has noticed."""


@contextmanager
def running(settings: Settings, log: Path) -> Iterator[httpx.Client]:
    """A server process, as it is started by an operator."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    chosen = {"CORPUS": settings.corpus, "DATA": settings.data, "PORT": port}
    environment = os.environ | {f"CHATBOT_{name}": str(value) for name, value in chosen.items()}
    with log.open("w") as out:
        process = subprocess.Popen([sys.executable, ROOT / "app.py"], cwd=ROOT, env=environment, stdout=out, stderr=out)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", follow_redirects=True, timeout=60) as browser:
            until(lambda: process.poll() is not None or answers(browser), "the server is up")
            assert process.poll() is None, log.read_text()
            yield browser
    finally:
        process.terminate()
        process.wait(30)


def answers(browser: httpx.Client) -> bool:
    try:
        return browser.get("/health").is_success
    except httpx.TransportError:
        return False


def until(holds: Any, what: str) -> None:
    ends = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < ends, f"never came: {what}"
        time.sleep(0.2)


def send(browser: httpx.Client, page: str, path: str, data: dict[str, str], **files: Any) -> httpx.Response:
    found = re.search(r'name="csrf" value="(\w+)"', browser.get(page).text)
    assert found, page
    return browser.post(path, data={"csrf": found[1], **data}, files=files or None)


def cited(browser: httpx.Client) -> set[str]:
    """What an answer rests on; every answer must come, also while the library is read anew."""
    answer = browser.post("/api/ask", json={"question": ASKED})
    assert answer.status_code == 200
    return {one["source_id"] for one in answer.json()["citations"]}


def total(browser: httpx.Client) -> str:
    found = re.search(r"<tfoot>.*?<td>(.*?)</td>", browser.get("/costs", params={"weight": "40"}).text, re.DOTALL)
    assert found
    return found[1]


@pytest.fixture
def settings(tiny_settings: Settings, tiny_assistant: Assistant, real_data: Path, tmp_path: Path) -> Settings:
    assert tiny_assistant  # what it learned stands in its folder
    shutil.copytree(tiny_settings.corpus, tmp_path / "corpus")
    shutil.copytree(tiny_settings.data, tmp_path / "data")
    (tmp_path / "data" / "model").symlink_to(real_data / "model", target_is_directory=True)
    made = Settings(corpus=tmp_path / "corpus", data=tmp_path / "data")
    Accounts(open_archive(made)).add("ada", Role.STAFF, GOOD)
    return made


def test_what_one_process_publishes_the_other_serves(settings: Settings, tmp_path: Path) -> None:
    with ExitStack() as stack:
        one = stack.enter_context(running(settings, tmp_path / "one.log"))
        other = stack.enter_context(running(settings, tmp_path / "other.log"))
        one.post("/sign-in", data={"name": "ada", "password": GOOD})
        add = "/staff/documents/add"
        assert send(one, add, add, TOLD, file=("parking.txt", TEXT.encode())).is_success
        assert OWN not in cited(other)
        assert send(one, f"/staff/drafts/{OWN}", f"/staff/drafts/{OWN}/publish", {}).is_success
        assert OWN in cited(one)
        until(lambda: OWN in cited(other), "the other serves the document")
        assert other.get(f"/library/{OWN}").is_success
        # And the other way round: a price given at the other is in the sums of the one.
        other.cookies = one.cookies
        assert total(one) == total(other)
        page = "/staff/prices/home-machine-prices/bag"
        before = total(one)
        given = {"amount": "7", "checked": "2026-11-20", "reason": "a new list"}
        assert send(other, page, page, given).is_success
        assert total(other) != before
        until(lambda: total(one) == total(other), "the one adds up with the new price")
    for log in ("one.log", "other.log"):
        assert "Traceback" not in (tmp_path / log).read_text()
