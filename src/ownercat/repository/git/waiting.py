"""The time that ownercat waits for git: a limit per call, or one for all calls if a question can do without git."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

OPTIONAL = 3.0  # seconds: at 03:12, an answer from the files is better than a wait


class Budget:
    """The seconds that are left for git in a run; ``has_expired``: git was given up."""

    def __init__(self, seconds: float = OPTIONAL) -> None:
        self.total = self.left = seconds
        self.has_expired = False

    @contextmanager
    def spend(self) -> Iterator[None]:
        """Take the time of all calls in this block from this budget."""
        token = _BUDGET.set(self)
        try:
            yield
        finally:
            _BUDGET.reset(token)


_BUDGET: ContextVar[Budget | None] = ContextVar("budget", default=None)


@contextmanager
def count_time(limit: float) -> Iterator[float]:
    """Yield the seconds that a call may take, and take the time of this block from the budget.

    Raises ``TimeoutError`` if nothing is left.
    """
    budget = _BUDGET.get()
    if budget is None:
        yield limit
        return
    if budget.left <= 0:
        raise TimeoutError
    start = time.monotonic()
    try:
        yield min(limit, budget.left)
    finally:
        budget.left -= time.monotonic() - start
        budget.has_expired |= budget.left <= 0


def describe_timeout(call: str, limit: float) -> str:
    """Return the message for a call that took too long."""
    budget = _BUDGET.get()
    return f"{call} did not answer within {min(limit, budget.total) if budget else limit:.0f} seconds"
