"""The SLA targets that a runbook has to keep, and the severities that it covers."""

from typing import NamedTuple

from ownercat.model import SLA, Duration, Runbook, Service, SlaTarget
from ownercat.rules import Context
from ownercat.rules._paged import promised
from ownercat.rules.sla import disordered_targets


class RestoreLimit(NamedTuple):
    """The strictest `restore` target of a severity, and its strictest `ack` target (``None`` without one)."""

    severity: str
    sla: SLA
    target: SlaTarget
    restore: Duration
    ack: Duration | None

    @property
    def seconds(self) -> int:
        """Return the time that the steps can take."""
        return self.restore.seconds - (self.ack.seconds if self.ack else 0)


def _collect_contradictory_slas(context: Context) -> frozenset[object]:
    return frozenset(finding.subject for finding in disordered_targets.check(context))


def list_limits(context: Context, service: Service) -> list[RestoreLimit]:
    """Return the strictest limit of each severity."""
    targets: dict[str, list[tuple[SLA, SlaTarget]]] = {}
    for sla in promised(context).get(service.key, ()):
        for target in sla.targets if sla.subject not in context.once(_collect_contradictory_slas) else ():
            targets.setdefault(context.policy.severity_id(target.severity), []).append((sla, target))
    return [limit for severity, several in targets.items() if (limit := _build_limit(severity, several))]


def _build_limit(severity: str, several: list[tuple[SLA, SlaTarget]]) -> RestoreLimit | None:
    restores = [(target.restore.seconds, number) for number, (_, target) in enumerate(several) if target.restore]
    if not restores:
        return None
    sla, target = several[min(restores)[1]]
    acks = [each.ack for _, each in several if each.ack]
    ack = min(acks, key=lambda each: each.seconds) if acks else None
    return RestoreLimit(severity, sla, target, target.restore, ack) if target.restore else None


def collect_severities(context: Context, runbook: Runbook, service: Service) -> frozenset[str] | None:
    """Return the severities that a runbook covers; ``None`` = all."""
    words = set()
    for cover in runbook.covers:
        words.add(cover.severity)
        if not cover.severity:
            words |= {
                each.severity
                for each in service.symptoms
                if each.id == cover.symptom or any(alert in each.alerts for alert in cover.alerts)
            }
    return frozenset(map(context.policy.severity_id, words - {""})) if runbook.covers else None
