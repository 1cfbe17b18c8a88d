"""What the rules about standing agreements share: the agreements that count, and the words for them."""

from __future__ import annotations

from collections.abc import Iterable

from ownercat.diagnostics import Place
from ownercat.model import Catalog, SignOff, Team
from ownercat.rules import Context
from ownercat.signoff import agreements
from ownercat.signoff.agreements import AgreementComparison, ChangedTerm, CrossTeamDependency, StandingAgreement
from ownercat.signoff.standing import promises
from ownercat.text import listed, shown

NAMED = 3  # so many people of a team are named


def counting(context: Context) -> tuple[StandingAgreement, ...]:
    """The agreements that count today; call it through ``context.once``."""
    return tuple(agreements.standing(context.catalog))


def compared(context: Context) -> tuple[AgreementComparison, ...]:
    """The same beside today's terms; call it through ``context.once``."""
    published = promises(context.catalog)
    found = context.once(counting)
    return tuple(agreements.compared(context.catalog, context.policy, one, published) for one in found)


def asked(context: Context) -> tuple[CrossTeamDependency, ...]:
    """The dependencies for which the policy asks for an agreement; call it through ``context.once``."""
    return tuple(agreements.asked(context.catalog, context.policy))


def command(bond: CrossTeamDependency) -> str:
    """What a member of the provider's team runs."""
    provider, team, consumer = (shown(e.name) for e in (bond.provider, bond.carrier, bond.consumer))
    return f"`ownercat signoff approve {provider} --team {team} --standing {consumer}`"


def believed(context: Context, record: SignOff) -> Catalog:
    """Whose people and teams count: those where the change began, or it could make its own approvers; else today's."""
    base = context.base.catalog if context.base else None
    return base if base is not None and base.team(record.team) is not None else context.catalog


def members(context: Context, team: Team) -> str:
    """Who can agree for a team, the first few by name: ``joao, bruna or one of 3 more``."""
    people = (context.catalog.person(ref) for ref in team.members)
    able = [shown(p.name) for p in people if p is not None and p.is_active(context.as_of) and not p.bot]
    if len(able) > NAMED:
        return f"{', '.join(able[:NAMED])} or another of team {shown(team.name)}"
    return listed(able, last="or") if able else f"a member of team {shown(team.name)}"


def renew(context: Context, bond: CrossTeamDependency) -> str:
    """How an agreement is given anew."""
    return f"{members(context, bond.carrier)} runs {command(bond)}"


def said(moved: Iterable[ChangedTerm]) -> str:
    """Values with an arrow: ``sev1.restore 30m → 50m``."""
    return listed((f"{shown(m.field)} {_value(m.agreed)} → {_value(m.today)}" for m in moved), most=4)


def _value(text: str) -> str:
    return shown(text) if text else "not stated"


def by_place(record: SignOff) -> Place:
    """Where a record names its approver."""
    return record.by.place if record.by else record.named
