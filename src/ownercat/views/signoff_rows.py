"""The required approvals of a change as values for all formats."""

import shlex
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ownercat.changes.values import FieldChange
from ownercat.diagnostics import Place
from ownercat.model import Person
from ownercat.signoff.combining import list_services
from ownercat.signoff.obligations import list_notifications
from ownercat.signoff.parties import CONTROLS
from ownercat.signoff.review import ChangeUnderReview
from ownercat.signoff.values import ApprovalStatus, RequiredApproval, State
from ownercat.text import clean, listed, plural

UNAGREED, WEAKENED = "SGN010", "GOV006"
MET: frozenset[State] = frozenset({"satisfied", "waived"})


class FieldChangeRow(NamedTuple):
    """One changed value as text; ``""``: not stated."""

    field: str
    before: str
    after: str
    direction: str


class Who(NamedTuple):
    """An eligible person: the name of the document, the title, and the account on the code host."""

    name: str
    title: str
    login: str


class ApprovalRow(NamedTuple):
    """One required approval. ``by``: the evidence as text. ``able``: eligible people. ``command``: how to approve."""

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
    """A team that is affected, but whose approval is not required."""

    team: str
    service: str
    change: str
    why: str


class SignoffReport(NamedTuple):
    """A change and its required approvals. If ``unjudged`` is not empty, the result is incomplete. Commits are ids."""

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
        """The number of approvals that were given or waived."""
        return sum(1 for one in self.agreements if one.met)

    @property
    def passes(self) -> bool:
        """Whether all approvals were given and there is no finding."""
        return self.met == len(self.agreements) and not self.findings and not self.unjudged


def build_report(
    opened: ChangeUnderReview,
    verdicts: Sequence[ApprovalStatus],
    findings: Sequence[str] = (),
    notes: Sequence[str] = (),
    subject: str = "This pull request",
) -> SignoffReport:
    """Build the report. ``subject``: what the change is called."""
    comparison = opened.comparison
    needing = list({id(v.obligation.change): v.obligation for v in verdicts}.values())
    return SignoffReport(
        opened.base,
        comparison.base.commit,
        comparison.merge_base,
        opened.head,
        comparison.head_commit,
        _format_effect(subject, needing),
        tuple(_build_approval(opened, verdict) for verdict in verdicts),
        tuple(
            Informed(one.team or "", change.service, change.kind, one.why)
            for change, one in list_notifications(opened.here, opened.changes)
        ),
        opened.unjudged,
        tuple(findings),
        (*opened.notes, *notes),
    )


def _build_approval(opened: ChangeUnderReview, verdict: ApprovalStatus) -> ApprovalRow:
    required = verdict.obligation
    change = required.change
    return ApprovalRow(
        required.party.team,
        required.party.role,
        change.service,
        change.kind,
        change.other or change.entity.name,
        tuple(_build_field(field) for field in change.fields),
        required.why,
        verdict.state,
        verdict.state in MET,
        "" if verdict.state in MET else WEAKENED if change.kind in CONTROLS else UNAGREED,
        verdict.by,
        tuple(_find_person(opened, key) for key in verdict.able),
        verdict.detail,
        _format_command(verdict),
        required.digest,
        required.quorum,
        f"E{int(required.minimum)}",
        required.high,
        change.place,
    )


def _build_field(field: FieldChange) -> FieldChangeRow:
    return FieldChangeRow(field.name, field.said_before, field.said_after, field.direction)


def _find_person(opened: ChangeUnderReview, key: str) -> Who:
    for side in ("base", "after"):
        person = opened.here.catalog(side).get("Person", key)
        if isinstance(person, Person):
            login = person.logins.get("github") or person.logins.get("gitlab") or ""
            return Who(person.name, person.title or person.name, login.removeprefix("@"))
    return Who(key, key, "")


def _format_command(verdict: ApprovalStatus) -> str:
    """Return the command that approves, or ``""`` if it is not needed or cannot help."""
    required = verdict.obligation
    if verdict.state in MET or not verdict.able or required.blocked:
        return ""
    service, team = (shlex.quote(clean(name)) for name in (required.service, required.party.team))
    return f"ownercat signoff approve {service} --team {team}"


# what a change does, in a sentence

_DOES: Mapping[str, str] = {
    "owner-changed": "moves service {service} to another team",
    "owner-added": "adds an owner to service {service}",
    "owner-removed": "removes the owner of service {service}",
    "service-retired": "retires service {service}",
    "service-added": "adds service {service}",
    "service-revived": "revives service {service}",
    "dependency-changed": "changes the dependency of {service} on {other}",
    "paths-changed": "changes the code of service {service}",
    "contacts-changed": "changes the contacts of service {service}",
    "symptom-loosened": "loosens the symptoms of service {service}",
    "alias-changed": "changes what {other} finds",
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
    "rotation-added": "adds rotation {entity}",
    "journey-changed": "changes journey {entity}",
    "journey-loosened": "loosens journey {entity}",
    "journey-removed": "removes journey {entity}",
    "team-changed": "changes team {entity}",
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


def _format_effect(subject: str, approvals: Sequence[RequiredApproval]) -> str:
    """``This pull request loosens SLA checkout-external of service checkout.``; only changes that need an approval."""
    effects = dict.fromkeys(map(_format_change, approvals))
    return f"{subject} {listed(effects, most=4)}." if effects else ""


def _format_change(approval: RequiredApproval) -> str:
    change, others = approval.change, len(list_services(approval)) - 1
    what, _, way = change.kind.rpartition("-")
    pattern = _DOES.get(change.kind, f"{'loosens' if way == 'loosened' else 'changes'} the {what or way}")
    service = clean(change.service) + (f" and {plural(others, 'other service')}" if others > 0 else "")
    return pattern.format(service=service, other=clean(change.other), entity=clean(change.entity.name))
