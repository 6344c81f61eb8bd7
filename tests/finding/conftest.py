"""A real Chroma server on this machine, started when a test asks for it and ended with its own handle."""

import gc
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest


def free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])


@pytest.fixture
def chroma_url(chroma_process: str) -> Iterator[str]:
    """The address of a Chroma server; what its client leaves open is collected before the next test."""
    yield chroma_process
    gc.collect()


@pytest.fixture(scope="session")
def chroma_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Chroma server that holds nothing at first."""
    place, port = tmp_path_factory.mktemp("chroma"), free_port()
    program = Path(sys.executable).with_name("chroma")
    command = [str(program), "run", "--path", str(place / "data"), "--port", str(port), "--host", "127.0.0.1"]
    with (place / "log").open("w") as log:
        quiet = os.environ | {"ANONYMIZED_TELEMETRY": "False"}
        server = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, env=quiet)
    try:
        _await(server, f"http://127.0.0.1:{port}/api/v2/heartbeat", place / "log")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


def _await(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    for _ in range(600):
        if server.poll() is not None:
            break
        try:
            if httpx.get(address, trust_env=False).is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    pytest.fail(f"the Chroma server did not start: {log.read_text()}")
