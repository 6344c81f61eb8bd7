"""A clock that tests set."""

from datetime import UTC, datetime, timedelta


class Clock:
    """Tells the time that a test sets."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def on(self, step: timedelta) -> None:
        self.at += step
