"""When it is looked whether another process changed the library, and what happens then."""

from threading import Event

import pytest

from chatbot.web.watch import AFTER_FAILURE, EVERY, Watch


class Library:
    """A library that may change, the clock beside it, and how often it was looked at and read anew."""

    def __init__(self) -> None:
        self.now = 0.0
        self.stale = False
        self.broken = False
        self.looks = 0
        self.reads = 0
        self.may_end, self.ended = Event(), Event()
        self.may_end.set()

    def look(self) -> bool:
        self.looks += 1
        return self.stale

    def read(self) -> None:
        self.reads += 1
        self.may_end.wait(10)
        self.ended.set()
        if self.broken:
            raise OSError("gone")
        self.stale = False

    def clock(self) -> float:
        return self.now


@pytest.fixture
def library() -> Library:
    return Library()


@pytest.fixture
def watch(library: Library) -> Watch:
    return Watch(library.look, library.read, library.clock)


def test_it_looks_once_in_a_while_however_many_requests_come(library: Library, watch: Watch) -> None:
    for tenth in range(31):
        library.now = tenth / 10 * EVERY
        watch.glance()
    assert (library.looks, library.reads) == (3, 0)


def test_what_changed_is_read_once_while_requests_go_on(library: Library, watch: Watch) -> None:
    library.stale = True
    library.may_end.clear()
    for second in range(1, 6):
        library.now = second * EVERY
        watch.glance()
    assert (library.looks, library.reads) == (1, 1)
    library.may_end.set()
    assert library.ended.wait(10)


def test_after_a_failure_it_waits_longer_and_tries_again(
    library: Library, watch: Watch, caplog: pytest.LogCaptureFixture
) -> None:
    library.stale = library.broken = True
    library.now = EVERY
    watch.glance()
    assert watch.reading
    watch.reading.join(10)
    assert "the old one is served" in caplog.text
    library.now += AFTER_FAILURE / 2
    watch.glance()
    assert library.reads == 1
    library.now += AFTER_FAILURE
    watch.glance()
    watch.reading.join(10)
    assert library.reads == 2
