"""The page started from the command line, in a process of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import httpx
import pytest
from shell import Shell

from chatbot.assistant import Assistant
from chatbot.settings import ROOT, Settings


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def address(tiny_settings: Settings, tiny_assistant: Assistant) -> Iterator[str]:
    """Where `chatbot serve` answers, over the tiny library whose index stands ready."""
    del tiny_assistant
    port = free_port()
    settings = {"CORPUS": tiny_settings.corpus, "DATA": tiny_settings.data, "PORT": port}
    environment = os.environ | {f"CHATBOT_{name}": str(value) for name, value in settings.items()}
    command = [sys.executable, "-m", "chatbot", "serve"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True) as server:
        while server.poll() is None and not listening(port):
            time.sleep(0.1)
        assert server.poll() is None, server.communicate()[1]
        yield f"http://127.0.0.1:{port}/"
        server.terminate()
        assert "Traceback" not in server.communicate()[1]


def listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_serve_answers_with_the_page(address: str) -> None:
    page = httpx.get(address)
    assert page.status_code == 200
    assert "default-src 'none'" in page.headers["content-security-policy"]


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1", "78 60"])
def test_a_port_that_is_none_is_refused(shell: Shell, port: str) -> None:
    done = shell("serve", PORT=port)
    assert done.exit_code == 1
    assert done.stderr == f"chatbot: CHATBOT_PORT is {port!r}; give a number from 1 to 65535\n"
