"""The process that reads files; run as a script, so that it is small and loads nothing but the loaders.

A line of JSON on its standard input names a file, a slice of its pages and where the reading is to be written. For each
it makes a copy of itself with limits of time and memory, which reads, writes and ends: whatever a file does to it, the
next file finds a clean process. The answer is a line that says how the copy ended.
"""

import json
import logging
import os
import resource
import signal
import sys
import types
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2]
MOST_OUTPUT = 200_000_000
"""Bytes of one reading."""
MEMORY_GONE = 3
"""Exit code of a copy that ran out of memory."""
BROKEN = 4
"""Exit code of a copy in which the loader failed."""


def main() -> None:
    """Serve until the standard input ends."""
    _bare_package()
    logging.disable()  # what the libraries have to say of a damaged file stands in its report
    # Imported here, so that each copy has them at hand, and not above: the package must first be a bare one.
    from chatbot.knowledge.loaders import kinds, stored  # noqa: F401, PLC0415

    for line in sys.stdin:
        asked = json.loads(line)
        sys.stdout.write(json.dumps({"end": _in_a_copy(asked)}) + "\n")
        sys.stdout.flush()


def _bare_package() -> None:
    """Stand in for the package without running it: the engine and its model are not wanted here."""
    package = types.ModuleType(PACKAGE.name)
    package.__path__ = [str(PACKAGE)]
    sys.modules[PACKAGE.name] = package


def _in_a_copy(asked: dict[str, object]) -> int:
    """Return 0, an exit code, or the negative number of the signal that ended the copy."""
    pid = os.fork()
    if not pid:
        os._exit(_read(asked))
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _read(asked: dict[str, object]) -> int:
    from chatbot.knowledge.loaders import kinds  # noqa: PLC0415
    from chatbot.knowledge.loaders.stored import to_json  # noqa: PLC0415

    seconds, memory = int(str(asked["seconds"])), int(str(asked["memory"]))
    sys.addaudithook(no_network)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(seconds)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_OUTPUT, MOST_OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        part = kinds.Slice(int(str(asked["first"])), int(str(asked["most"])), ocr=bool(asked["ocr"]))
        made = to_json(kinds.load(Path(str(asked["path"])), part))
        Path(str(asked["out"])).write_bytes(made)
    except MemoryError:
        return MEMORY_GONE
    except Exception as error:  # noqa: BLE001  a border: a damaged file makes the libraries fail in any way
        Path(str(asked["out"])).write_text(f"{type(error).__name__}: {error}"[:300], encoding="utf-8", errors="replace")
        return BROKEN
    return 0


def no_network(event: str, _: tuple[object, ...]) -> None:
    """Refuse every connection: nothing that a file names, and no library that reads it, reaches the network."""
    if event in {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"}:
        raise PermissionError("a file is read without any network")


if __name__ == "__main__":
    main()
