"""How much one client may ask for: the size of a request, and how many questions in a minute."""

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

MOST_BYTES = 256 * 1024
"""Of one request; a question with a long conversation stays far below."""
MOST_UPLOADED = 20 * 1024 * 1024
"""Of a request that brings a document along."""
QUESTIONS = "120/minute"
"""By one client; a hospital whose readers share an address is one client."""
NOBODY = "unknown"


class RateLimit:
    """Counts the questions of each client; kept in memory and forgotten after a minute.

    Each server process counts for itself: where several answer behind one proxy, a client may ask as many from each.
    """

    def __init__(self, most: str = QUESTIONS) -> None:
        self._most = parse(most)
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    def allows(self, client: str | None) -> bool:
        """Count one question; tell whether the client may still ask it."""
        return self._limiter.hit(self._most, client or NOBODY)
