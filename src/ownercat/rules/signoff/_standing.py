"""What the rules about standing agreements share: the valid agreements, and their wording."""

from collections.abc import Iterable

from ownercat.diagnostics import Place
from ownercat.model import Catalog, Person, SignOff, Team
from ownercat.rules import Context
from ownercat.signoff import agreements
from ownercat.signoff.agreements import AgreementComparison, ChangedTerm, CrossTeamDependency, StandingAgreement
from ownercat.signoff.immutable import list_altered_records
from ownercat.signoff.standing import collect_published_slas
from ownercat.text import listed, shown

NAMED = 3  # a message names at most this many people of a team


def list_agreements(context: Context) -> tuple[StandingAgreement, ...]:
    """Return the valid agreements of today; call this through ``context.once``."""
    return tuple(agreements.list_standing_agreements(context.catalog))


def collect_edited(context: Context) -> frozenset[str]:
    """Return the names of the records that SGN009 reports as edited; call this through ``context.once``."""
    if context.base is None:
        return frozenset()
    found = list_altered_records(
        context.base.catalog, context.catalog, context.as_of, context.base.policy.signoff.max_age
    )
    return frozenset(each.record.name for each in found)


def list_self_approvals(context: Context) -> tuple[tuple[StandingAgreement, Person], ...]:
    """Return the agreements that the consumer's team approved, with the approver; call through ``context.once``."""
    found = []
    for agreement in context.once(list_agreements):
        catalog = get_trusted_catalog(context, agreement.record)
        mismatch = agreements.find_ineligible_person(catalog, agreement.record, context.as_of, agreement.bond.carried)
        if mismatch is not None and mismatch[1] == "consumer":
            found.append((agreement, mismatch[0]))
    return tuple(found)


def compare_agreements(context: Context) -> tuple[AgreementComparison, ...]:
    """Return the valid agreements that are not edited, with the current terms; call this through ``context.once``."""
    published = collect_published_slas(context.catalog)
    edited = context.once(collect_edited)
    current = (each for each in context.once(list_agreements) if each.record.name not in edited)
    return tuple(
        agreements.compare_with_current_terms(context.catalog, context.policy, each, published) for each in current
    )


def list_required_bonds(context: Context) -> tuple[CrossTeamDependency, ...]:
    """Return the dependencies for which the policy requires an agreement; call this through ``context.once``."""
    if not context.policy.signoff.enabled:
        return ()
    return tuple(agreements.list_dependencies_needing_agreement(context.catalog, context.policy))


def format_command(bond: CrossTeamDependency) -> str:
    """Return the command that a member of the provider's team runs."""
    provider, team, consumer = (shown(e.name) for e in (bond.provider, bond.carrier, bond.consumer))
    return f"`ownercat signoff approve {provider} --team {team} --standing {consumer}`"


def get_trusted_catalog(context: Context, record: SignOff) -> Catalog:
    """Return the catalog whose people and teams apply to a record.

    This is the catalog at the merge base if it has the team: a change must not add its own approvers.
    """
    base = context.base.catalog if context.base else None
    return base if base is not None and base.team(record.team) is not None else context.catalog


def format_approvers(context: Context, team: Team) -> str:
    """Return who can approve for a team, the first few by name: ``joao, bruna, chidi or another of team payments``."""
    people = (context.catalog.person(ref) for ref in team.members)
    names = [shown(p.name) for p in people if p is not None and p.is_active(context.as_of) and not p.bot]
    if len(names) > NAMED:
        return f"{', '.join(names[:NAMED])} or another member of team {shown(team.name)}"
    return listed(names, last="or") if names else f"a member of team {shown(team.name)}"


def format_renewal(context: Context, bond: CrossTeamDependency) -> str:
    """Return the instruction that renews an agreement, as an imperative clause."""
    return f"ask {format_approvers(context, bond.carrier)} to run {format_command(bond)}"


def format_arrows(changes: Iterable[ChangedTerm]) -> str:
    """Return values with an arrow: ``sev1.restore 30m → 50m``."""
    return listed((f"{shown(m.field)} {_format_value(m.agreed)} → {_format_value(m.today)}" for m in changes), most=4)


def format_changes(changes: Iterable[ChangedTerm]) -> str:
    """Return values as text: ``sev1.restore was 30m when agreed and is 50m now``."""
    texts = (
        f"{shown(m.field)} was {_format_value(m.agreed)} when agreed and is {_format_value(m.today)} now"
        for m in changes
    )
    return listed(texts, most=4)


def _format_value(text: str) -> str:
    return shown(text) if text else "not stated"


def format_record(record: SignOff) -> str:
    """Return a record by its name; only a standing agreement is called an agreement."""
    return f"{'record' if record.standing is None else 'agreement'} {shown(record.name)}"


def get_approver_place(record: SignOff) -> Place:
    """Return the location of the approver in a record."""
    return record.by.place if record.by else record.named
