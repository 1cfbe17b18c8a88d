"""Where a change stands, as flat values: what the text, the JSON and the Markdown of ``signoff`` are made from."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ownercat.changes import Change, FieldChange
from ownercat.diagnostics import Place
from ownercat.model import Person
from ownercat.signoff.obligations import list_notifications
from ownercat.signoff.parties import CONTROLS
from ownercat.signoff.review import ChangeUnderReview
from ownercat.signoff.values import ApprovalStatus, State
from ownercat.text import clean, listed

UNAGREED, WEAKENED = "SGN010", "GOV006"
MET: frozenset[State] = frozenset({"satisfied", "waived"})


class FieldChangeRow(NamedTuple):
    """One value that moved, as people write it; ``""`` = not stated."""

    field: str
    before: str
    after: str
    direction: str


class Who(NamedTuple):
    """A person who can agree: the name to look them up by, the name people use, and their login on the forge."""

    name: str
    title: str
    login: str


class ApprovalRow(NamedTuple):
    """One team and one change. ``by``: who agreed, refused or tried. ``command``: how to agree, if that helps."""

    team: str
    role: str
    service: str
    change: str
    what: str
    fields: tuple[FieldChangeRow, ...]
    why: str
    state: State
    met: bool
    rule: str
    by: tuple[str, ...]
    able: tuple[Who, ...]
    detail: str
    command: str
    terms: str
    quorum: int
    evidence: str
    high_impact: bool
    place: Place


class Informed(NamedTuple):
    """A team that has to know and is not asked."""

    team: str
    service: str
    change: str
    why: str


class SignoffReport(NamedTuple):
    """A change and its agreements. ``unjudged`` is not empty: no verdict is claimed. Commits are ids."""

    base: str
    base_commit: str
    merge_base: str
    head: str
    head_commit: str
    says: str
    agreements: tuple[ApprovalRow, ...]
    told: tuple[Informed, ...]
    unjudged: tuple[str, ...]
    findings: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def met(self) -> int:
        """How many agreements are there."""
        return sum(1 for one in self.agreements if one.met)

    @property
    def passes(self) -> bool:
        """Whether nothing is missing and nothing is wrong."""
        return self.met == len(self.agreements) and not self.findings and not self.unjudged


def sheet(
    opened: ChangeUnderReview,
    verdicts: Sequence[ApprovalStatus],
    findings: Sequence[str] = (),
    notes: Sequence[str] = (),
    subject: str = "This pull request",
) -> SignoffReport:
    """Build the report. ``subject``: what the change is called."""
    found = opened.comparison
    needing = list({id(v.obligation.change): v.obligation.change for v in verdicts}.values())
    return SignoffReport(
        opened.base,
        found.base.commit,
        found.merge_base,
        opened.head,
        found.head_commit,
        _format_effect(subject, needing),
        tuple(_agreement(opened, verdict) for verdict in verdicts),
        tuple(
            Informed(one.team or "", change.service, change.kind, one.why)
            for change, one in list_notifications(opened.here, opened.changes)
        ),
        opened.unjudged,
        tuple(findings),
        (*opened.notes, *notes),
    )


def _agreement(opened: ChangeUnderReview, verdict: ApprovalStatus) -> ApprovalRow:
    asked = verdict.obligation
    change = asked.change
    return ApprovalRow(
        asked.party.team,
        asked.party.role,
        change.service,
        change.kind,
        change.other or change.entity.name,
        tuple(_moved(field) for field in change.fields),
        asked.why,
        verdict.state,
        verdict.state in MET,
        "" if verdict.state in MET else WEAKENED if change.kind in CONTROLS else UNAGREED,
        verdict.by,
        tuple(_who(opened, key) for key in verdict.able),
        verdict.detail,
        _command(verdict),
        asked.digest,
        asked.quorum,
        f"E{int(asked.minimum)}",
        asked.high,
        change.place,
    )


def _moved(field: FieldChange) -> FieldChangeRow:
    return FieldChangeRow(field.name, field.said_before, field.said_after, field.direction)


def _who(opened: ChangeUnderReview, key: str) -> Who:
    for side in ("base", "after"):
        found = opened.here.catalog(side).get("Person", key)
        if isinstance(found, Person):
            login = found.logins.get("github") or found.logins.get("gitlab") or ""
            return Who(found.name, found.title or found.name, login.removeprefix("@"))
    return Who(key, key, "")


def _command(verdict: ApprovalStatus) -> str:
    """What the team types to agree; nothing where it has, or where nobody can."""
    asked = verdict.obligation
    if verdict.state in MET or not verdict.able or asked.blocked:
        return ""
    service, team = (shlex.quote(clean(name)) for name in (asked.service, asked.party.team))
    return f"ownercat signoff approve {service} --team {team}"


# what a change does, in a sentence

_DOES: Mapping[str, str] = {
    "owner-changed": "moves service {service} to another team",
    "owner-added": "adds an owner to service {service}",
    "owner-removed": "removes the owner of service {service}",
    "service-retired": "retires service {service}",
    "sla-loosened": "loosens SLA {entity} of service {service}",
    "sla-tightened": "tightens SLA {entity} of service {service}",
    "dependency-added": "adds a dependency of {service} on {other}",
    "dependency-hardened": "hardens the dependency of {service} on {other}",
    "dependency-removed": "removes the dependency of {service} on {other}",
    "tier-raised": "makes service {service} more critical",
    "tier-lowered": "makes service {service} less critical",
    "escalation-changed": "changes the escalation of service {service}",
    "role-changed": "changes role {other} of service {service}",
    "authority-changed": "changes authority {other} of service {service}",
    "runbook-removed": "removes a runbook of service {service}",
    "rotation-changed": "changes rotation {entity}",
    "member-added": "adds {other} to team {entity}",
    "lead-changed": "changes the lead of team {entity}",
    "identity-changed": "changes the identities of {entity}",
    "person-returned": "makes {entity} active again",
    "person-leaves": "changes the last day of {entity}",
    "team-dissolved": "dissolves team {entity}",
    "team-merged": "merges team {entity} into team {other}",
    "team-added": "adds team {entity}",
    "catalog-added": "adds the first catalog",
}


def _format_effect(subject: str, changes: Sequence[Change]) -> str:
    """``This pull request loosens SLA checkout-external of service checkout.``; only changes that need an approval."""
    effects = dict.fromkeys(map(_format_change, changes))
    return f"{subject} {listed(effects, most=4)}." if effects else ""


def _format_change(change: Change) -> str:
    what, _, way = change.kind.rpartition("-")
    pattern = _DOES.get(change.kind, f"{'loosens' if way == 'loosened' else 'changes'} the {what or way}")
    return pattern.format(service=clean(change.service), other=clean(change.other), entity=clean(change.entity.name))
