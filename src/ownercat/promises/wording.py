"""The arithmetic of promises as text."""

from decimal import ROUND_FLOOR, Decimal, localcontext

from ownercat.model import Objective
from ownercat.promises.ceilings import Carrier, Ceiling, Provider
from ownercat.text import listed, shown

_MOST = 6  # factors of a product that a message shows


def format_percent(value: float) -> str:
    """Return a percentage as text: ``99.9 %``."""
    return f"{value:.10g} %"


def format_target_key(objective: Objective) -> str:
    """Return where to change a target: in the file of its `ref` if that has the same number."""
    found = objective.referenced
    return f"the target in {found.label}" if found and found.target == objective.target else "`target`"


def format_share(share: Decimal) -> str:
    """Return a share in percent. A long one is rounded down to two digits of its failure: ``99.80 %``, ``99.980 %``.

    Rounding down keeps the text true: "allows at most".
    """
    percent = share * 100
    digits = max(2, 1 - (100 - percent).adjusted()) if 0 < percent < 100 else 2
    with localcontext(rounding=ROUND_FLOOR):
        rounded = percent.quantize(Decimal(1).scaleb(-min(digits, 20)))
    return f"{percent.normalize() if rounded == percent else rounded:f} %"


def format_provider(provider: Provider, window: str = "") -> str:
    """Return a provider with its objective: ``payment (99.9 %)``, and its window if that is not the consumer's."""
    name = shown(provider.name)
    if provider.promised is None:
        return f"{name} (unknown)"
    measured = provider.promised.objective.window
    over = f" over {measured.text}" if window and measured and measured.text != window else ""
    return f"{name} ({format_percent(provider.promised.objective.target or 0)}{over})"


def format_carrier(carrier: Carrier, window: str = "") -> str:
    """Return a factor: a service, a redundancy group with its members, or a cycle."""
    parts = [format_provider(each, window) for each in carrier.providers]
    if carrier.group:
        value = f" = {format_share(carrier.bounds.product)}" if carrier.bounds.product < 1 else ""
        return f"group {shown(carrier.group)} ({carrier.need} of {listed(parts, 'or')}{value})"
    return parts[0] if len(parts) == 1 else f"cycle of {listed(parts)}"


def format_name(carrier: Carrier) -> str:
    """Return the name of a factor."""
    if carrier.group:
        return f"group {shown(carrier.group)}"
    names = listed(shown(each.name) for each in carrier.providers)
    return names if len(carrier.providers) == 1 else f"cycle of {names}"


def format_factors(ceiling: Ceiling, window: str = "") -> str:
    """Return the product: ``payment (99.9 %) × ledger (99.9 %)``; of many factors, those that limit it most."""
    known = list(ceiling.known)
    if len(known) > _MOST:
        kept = sorted(known, key=lambda carrier: carrier.bounds.product)[: _MOST - 1]
        parts = [format_carrier(carrier, window) for carrier in known if carrier in kept]
        return " × ".join([*parts, f"{len(known) - len(kept)} more"])
    return " × ".join(format_carrier(carrier, window) for carrier in known)


def format_unknown(ceiling: Ceiling) -> str:
    """Return what is missing: ``; ledger unknown``; "" if nothing is."""
    names = listed(dict.fromkeys(shown(each.name) for each in ceiling.unknown))
    return f"; {names} unknown" if names else ""


def format_ceiling(ceiling: Ceiling, window: str = "") -> str:
    """Return the arithmetic of a ceiling: ``payment (99.9 %) × ledger (99.9 %); weakest: payment``."""
    return f"{format_factors(ceiling, window)}{_format_weakest(ceiling)}{format_unknown(ceiling)}"


def _format_weakest(ceiling: Ceiling) -> str:
    weakest = ceiling.weakest
    return f"; weakest: {format_name(weakest)}" if len(ceiling.known) > 1 and weakest else ""


def format_product(ceiling: Ceiling, window: str = "") -> str:
    """Return a product with its result: ``a (99.9 %) × b (99.9 %) allows at most 99.80 %; weakest: a``."""
    factors, result = format_factors(ceiling, window), format_share(ceiling.bounds.product)
    assumption = ", assuming independence" if len(ceiling.known) > 1 else ""
    return f"{factors} allows at most {result}{assumption}{_format_weakest(ceiling)}{format_unknown(ceiling)}"


def format_minutes(seconds: Decimal) -> str:
    """Return a budget in minutes, rounded down: ``40.3 min``."""
    with localcontext(rounding=ROUND_FLOOR):
        minutes = (seconds / 60).quantize(Decimal("0.1"))
    return f"{minutes.normalize() if minutes == minutes.to_integral_value() else minutes:,f} min"
