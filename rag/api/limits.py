"""How often one key may ask, by the `limits` library; the memory it counts in is this process's own."""

from __future__ import annotations

import time

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from rag.errors import BusyError, SettingsError


class RateLimit:
    """So many requests in a moving window for each name, written as in `600/minute`."""

    def __init__(self, rate: str) -> None:
        try:
            self._item = parse(rate)
        except ValueError as error:
            raise SettingsError(f"{rate!r} is no rate.", hint="Write it like 600/minute.") from error
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def check(self, name: str) -> None:
        """Count one request. Raises BusyError, code `rate_limited`, when there were too many."""
        if not self._limiter.hit(self._item, name):
            reset = self._limiter.get_window_stats(self._item, name).reset_time
            raise BusyError(
                f"The key {name} may make {self._item}.",
                retry_after=max(1, round(reset - time.time())),
                hint="Retry-After says when to come back.",
                code="rate_limited",
            )
