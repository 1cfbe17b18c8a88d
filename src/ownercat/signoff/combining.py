"""One required approval for each team and subject: a policy that several services share, a service that moves."""

from collections.abc import Hashable, Mapping, Sequence

from ownercat.changes.values import Change, Json
from ownercat.signoff.digests import compute_change_digest
from ownercat.signoff.values import RequiredApproval
from ownercat.text import format_json, listed, shown

_PAGES, _OWNER = "escalation-changed", "owner-changed"
SERVICES = "services"  # the field that lists the services of a shared escalation policy


def join_moves(changes: Sequence[Change]) -> list[Change]:
    """Return the changes; a change of owner has the new escalation of the service too, so that its digest binds it."""
    pages = {change.service: change.fields for change in changes if change.kind == _PAGES}
    return [
        change._replace(fields=(*change.fields, *pages.get(change.service, ()))) if change.kind == _OWNER else change
        for change in changes
    ]


def combine_approvals(catalog: str, found: Sequence[RequiredApproval]) -> list[RequiredApproval]:
    """Return the required approvals with each team once for one change of an escalation.

    The old and the new owner approve the escalation together with the change of owner.
    """
    movers = {(each.change.service, each.party.team) for each in found if each.change.kind == _OWNER}
    kept = [e for e in found if e.change.kind != _PAGES or (e.change.service, e.party.team) not in movers]
    groups: dict[Hashable, list[RequiredApproval]] = {}
    for each in kept:
        is_shared = each.change.kind == _PAGES and each.change.service
        groups.setdefault(_get_key(each) if is_shared else id(each), []).append(each)
    return [group[0] if len(group) == 1 else _combine(catalog, group) for group in groups.values()]


def _get_key(approval: RequiredApproval) -> Hashable:
    """Return the team and the changed values without their severities: a service may use a policy for some only."""
    values = {
        (field.name.partition(".")[2], format_json(field.before), format_json(field.after))
        for field in approval.change.fields
    }
    return approval.party.team, frozenset(values)


def _combine(catalog: str, group: Sequence[RequiredApproval]) -> RequiredApproval:
    """Return one approval for several services; its terms are those of the service with most severities."""
    one = max(group, key=lambda each: len(each.change.fields))
    names = sorted({each.change.service for each in group})
    shared: dict[str, Json] = {SERVICES: [*names]}
    before: Mapping[str, Json] = {**one.before, **shared}
    after: Mapping[str, Json] = {**one.after, **shared}
    party = one.party
    digest = compute_change_digest(catalog, one.change.service, party.team, party.role, _PAGES, before, after)
    why = f"team owns or is paged for {listed(map(shown, names))}"
    return one._replace(digest=digest if one.digest else "", before=before, after=after, why=why)


def list_services(approval: RequiredApproval) -> list[str]:
    """Return the services that share one approval; none if it is about one service."""
    names = approval.after.get(SERVICES) if approval.change.kind == _PAGES else None
    return [str(name) for name in names] if isinstance(names, list) else []
