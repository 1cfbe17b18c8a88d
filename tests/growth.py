"""How processor time grows with the size of the input: a ratio within one run, which a busy machine hardly moves."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

FACTOR = 4
LINEAR = 2.5 * FACTOR  # a quadratic algorithm takes FACTOR * FACTOR times as long


def measure_growth(run: Callable[[int], object], size: int) -> float:
    """Return how many times longer ``run`` takes at FACTOR times the size; the best of three runs each."""
    run(min(size, 10))  # imports and caches
    return _measure_best(run, FACTOR * size) / max(_measure_best(run, size), 1e-4)


def _measure_best(run: Callable[[int], object], size: int) -> float:
    return min(_measure(run, size) for _ in range(3))


def _measure(run: Callable[[int], object], size: int) -> float:
    gc.collect()
    gc.disable()  # a collection visits every object of the test session, not only those of the run
    try:
        start = time.process_time()
        run(size)
        return time.process_time() - start
    finally:
        gc.enable()
