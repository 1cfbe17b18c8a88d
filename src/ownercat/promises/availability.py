"""Bounds on availability from the availability of hard dependencies. All values are shares between 0 and 1.

Sources: B. Treynor, M. Dahlin, V. Rau, B. Beyer, "The Calculus of Service Availability", ACM Queue 15(2), 2017 (each
critical dependency counts once); Boole's inequality (union bound); Markov's inequality (redundancy groups).
"""

from collections.abc import Iterable, Sequence
from decimal import Context, Decimal, localcontext
from typing import NamedTuple

ONE, ZERO = Decimal(1), Decimal(0)
MOST_MEMBERS = 100  # of one redundancy group; the work is quadratic

_EXACT = Context(prec=60)


class Bounds(NamedTuple):
    """What hard dependencies allow.

    ``weakest``: no target above it is possible, whatever the correlation of failures. ``product``: no target above it
    is probable, if failures are independent. ``union``: the dependencies never prevent a target up to it.
    """

    weakest: Decimal
    product: Decimal
    union: Decimal


UNKNOWN = Bounds(ONE, ONE, ZERO)


def parse_share(target: float | None) -> Decimal | None:
    """Return a target in percent as an exact share; ``None`` for a value that is not a target (SLA001)."""
    if target is None or not 1 < target < 100:
        return None
    with localcontext(_EXACT):
        return Decimal(repr(target)) / 100


def bound_single(share: Decimal | None) -> Bounds:
    """Return the bounds of one dependency: its availability is all three."""
    return UNKNOWN if share is None else Bounds(share, share, share)


def bound_group(shares: Sequence[Decimal | None], need: int) -> Bounds:
    """Return the bounds of a redundancy group that works while ``need`` of its members work.

    A member with an unknown availability (``None``) counts as 1 where it cannot lower a bound that must stay above the
    truth, and as 0 in the guarantee. A group of more than ``MOST_MEMBERS`` members is unknown.
    """
    if not 0 < need <= len(shares) <= MOST_MEMBERS:
        return UNKNOWN
    best = [ONE if share is None else share for share in shares]
    worst = [ZERO if share is None else share for share in shares]
    with localcontext(_EXACT):
        return Bounds(_bound_working(best, need), _sum_probabilities(best, need), _bound_failed(worst, need))


def _bound_working(shares: list[Decimal], need: int) -> Decimal:
    """Return an upper bound of the availability of a group for every correlation (Markov, number of working members).

    If m members always work, ``need - m`` of the others must work: P ≤ (sum of the n − m smallest) / (need − m). The
    best bound over 0 ≤ m < need counts. For need = n this is the smallest share.
    """
    ordered = sorted(shares)
    sums = [ZERO]
    for share in ordered:
        sums.append(sums[-1] + share)
    return min(ONE, *(sums[len(ordered) - m] / (need - m) for m in range(need)))


def _sum_probabilities(shares: list[Decimal], need: int) -> Decimal:
    """Return the probability that at least ``need`` members work, if independent (Poisson binomial, O(n · need)).

    ``working[k]``: the probability that k members work; the last entry is "at least ``need``".
    """
    working = [ONE, *[ZERO] * need]
    for share in shares:
        working[need] += working[need - 1] * share
        for k in range(need - 1, 0, -1):
            working[k] = working[k] * (1 - share) + working[k - 1] * share
        working[0] *= 1 - share
    return working[need]


def _bound_failed(shares: list[Decimal], need: int) -> Decimal:
    """Return a lower bound of the availability of a group for every correlation (Markov, number of failed members).

    Of the j best members, the group fails only if j − need + 1 fail: P ≥ 1 − Σ (1 − a) / (j − need + 1). The best bound
    over j ≥ need counts. For need = 1 this is the largest share.
    """
    ordered = sorted(shares, reverse=True)
    failed, best = ZERO, ZERO
    for j, share in enumerate(ordered, start=1):
        failed += 1 - share
        if j >= need:
            best = max(best, 1 - failed / (j - need + 1))
    return best


def combine(parts: Iterable[Bounds]) -> Bounds:
    """Return the bounds of a service that needs all parts: minimum, product, and 1 − Σ (1 − a), at least 0."""
    weakest, product, failed = ONE, ONE, ZERO
    with localcontext(_EXACT):
        for part in parts:
            weakest = min(weakest, part.weakest)
            product *= part.product
            failed += 1 - part.union
        return Bounds(weakest, product, max(ZERO, 1 - failed))


def needs_extra_nine(consumer: Decimal, provider: Decimal) -> bool:
    """Return whether a provider fails for more than a tenth of its consumer's time (ibid., "rule of the extra 9")."""
    with localcontext(_EXACT):
        return (1 - provider) * 10 > 1 - consumer


def add_nine(share: Decimal) -> Decimal:
    """Return the share with a tenth of the failure time."""
    with localcontext(_EXACT):
        return 1 - (1 - share) / 10
