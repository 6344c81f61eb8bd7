"""Nothing leaves this machine: answers need no network, and no part so much as tries to reach one."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from chatbot.settings import ROOT

WATCH = """
import os, sys

def refuse(event, arguments):
    if event in {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.bind"}:
        with open(os.environ["ATTEMPTS"], "a") as file:
            print(event, arguments, file=file)
        raise PermissionError("the network is closed")

sys.addaudithook(refuse)
"""
"""A sitecustomize module: closes every way into the network and notes each attempt, also one that is swallowed."""

ASK = ["-m", "chatbot", "ask", "--json", "does it work for kawasakis?"]
QUIET = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "ORT_DISABLE_TELEMETRY": "1",
}
LOOK = f"""
import json, os, chatbot, chromadb.config, huggingface_hub.constants as hub
names = {sorted(QUIET)!r}
print(json.dumps([{{name: os.environ.get(name) for name in names}}, hub.HF_HUB_OFFLINE, hub.HF_HUB_DISABLE_TELEMETRY,
    chromadb.config.Settings().anonymized_telemetry]))
"""


def run(*command: str | Path, **environment: str) -> str:
    """Run a command in a process without settings of whoever runs the tests; return what it printed."""
    inherited = {name: value for name, value in os.environ.items() if name not in QUIET}
    done = subprocess.run(command, cwd=ROOT, env=inherited | environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def check_answer(printed: str) -> None:
    reply = json.loads(printed)
    assert (reply["kind"], reply["uses"]) == ("answer", ["kawasaki-disease"])
    assert reply["citations"]


@pytest.mark.usefixtures("real_index")
def test_an_answer_tries_to_reach_nothing(real_data: Path, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(WATCH)
    attempts = tmp_path / "attempts"
    places = {"PYTHONPATH": str(tmp_path), "ATTEMPTS": str(attempts), "CHATBOT_DATA": str(real_data)}
    check_answer(run(sys.executable, *ASK, **places))
    assert not attempts.exists(), attempts.read_text()


def test_the_watch_notes_what_is_swallowed(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(WATCH)
    tries = "import contextlib, socket\nwith contextlib.suppress(OSError): socket.create_connection(('192.0.2.1', 9))"
    run(sys.executable, "-c", tries, PYTHONPATH=str(tmp_path), ATTEMPTS=str(tmp_path / "attempts"))
    assert "192.0.2.1" in (tmp_path / "attempts").read_text()


@pytest.mark.usefixtures("real_index")
def test_an_answer_needs_no_network_at_all(real_data: Path) -> None:
    """In a network namespace of its own, where not even native code finds a way out."""
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, "-rn", "true"], check=False, capture_output=True).returncode:
        pytest.skip("NO NETWORK NAMESPACE: an answer was NOT tried without any network; allow unprivileged ones")
    check_answer(run(unshare, "-rn", sys.executable, *ASK, CHATBOT_DATA=str(real_data)))


def test_the_index_is_built_without_network(tiny_corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(WATCH)
    attempts = tmp_path / "attempts"
    places = {"CHATBOT_CORPUS": str(tiny_corpus), "CHATBOT_DATA": str(tmp_path / "data")}
    run(sys.executable, "-m", "chatbot", "index", PYTHONPATH=str(tmp_path), ATTEMPTS=str(attempts), **places)
    assert (tmp_path / "data" / "index" / "CURRENT").is_file()
    assert not attempts.exists(), attempts.read_text()


def test_importing_the_program_turns_hubs_and_telemetry_off() -> None:
    assert json.loads(run(sys.executable, "-c", LOOK)) == [QUIET, True, True, False]
