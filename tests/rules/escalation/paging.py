"""Two rotations, a promise and a service that is paged: what the tests of the timing rules vary."""

from __future__ import annotations

from datetime import date

from tests.catalogs import TODAY
from tests.rules.shop import ROTATION, SERVICE, SLA, TARGETS, TEAM_AND_PEOPLE, escalation, tier, told

PRIMARY, SECONDARY = "[rotation:shop-primary]", "[rotation:shop-secondary]"
SECOND = ROTATION.replace("shop-primary\nteam: shop", "shop-secondary\nteam: shop\nrole: secondary").replace(
    "[ana, bo]", "[bo, ana]"
)
OFFICE = 'timeZone: Europe/Madrid, days: [mon-fri], from: "09:00", to: "18:00"'
BY_DAY = ROTATION + f'    windows: [{{days: [mon-fri], from: "09:00", to: "18:00"}}]\nrequired: {{{OFFICE}}}\n'
CONTRACT = SLA + TARGETS
CHECKOUT = SERVICE + "escalation: urgent\n"


def wait(text: str, more: str = "via: [push, phone]") -> str:
    """What a tier says after whom it pages."""
    return f"{more}, wait: {text}"


AGAIN = "repeat: {times: 9, every: 10m}\nend: stop"  # long enough for every promise here


def climb(*tiers: str, end: str = AGAIN, head: str = "", name: str = "urgent") -> str:
    """An escalation; without ``head`` the first tier is on line 6."""
    return escalation(name, *([head] if head else []), "tiers:", *tiers, end=end)


def paged(
    subject: str,
    *others: str,
    sla: str = CONTRACT,
    service: str = CHECKOUT,
    people: str = TEAM_AND_PEOPLE,
    rotations: tuple[str, ...] = (ROTATION, SECOND),
    as_of: date | None = TODAY,
) -> list[str]:
    """All that is said when a service with a promise is paged through an escalation."""
    return told(subject, *others, sla, service, people, *rotations, as_of=as_of)


ON_CALL, TWO = tier("on-call", PRIMARY, wait("5m")), tier("second", SECONDARY)
