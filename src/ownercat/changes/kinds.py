"""Every kind of change: its name for programs, and its text for people."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Kind(NamedTuple):
    """The text of a kind of change.

    ``label``: its topic in one or two words. ``says``: what happened; ``{other}`` is the name of the other entity.
    ``means``: when it is reported, for the docs.
    """

    label: str
    says: str
    means: str


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        # changes that need approval
        "owner-changed": Kind("owner", "", "another team owns the service"),
        "owner-removed": Kind("owner", "removed", "no existing team owns the service any longer"),
        "service-retired": Kind("service", "retired", "the service is retired, or its document was removed"),
        "sla-loosened": Kind("SLA", "{other} is looser", "terms of an SLA are looser, or the SLA was removed"),
        "sla-tightened": Kind("SLA", "{other} is tighter", "terms of an SLA are tighter"),
        "dependency-added": Kind("depends on", "{other}", "the service has a new dependency"),
        "dependency-hardened": Kind(
            "depends on", "{other} (stronger)",
            "the dependency is stronger, for example soft → hard",
        ),
        "dependency-removed": Kind("depends on", "{other} (removed)", "the service no longer has the dependency"),
        "tier-raised": Kind("tier", "raised", "the service is more critical"),
        "tier-lowered": Kind("tier", "lowered", "the service is less critical"),
        "escalation-changed": Kind(
            "escalation", "",
            "pages of the service reach other people, or reach people in another way; "
            "the escalation of the team and later escalations count too",
        ),
        "role-changed": Kind(
            "role", "",
            "another team or person has a role; roles that follow the owner are not shown again",
        ),
        "authority-changed": Kind("authority", "", "other teams or people may authorize an action"),
        "interface-removed": Kind("interface", "{other} removed", "the service no longer offers an interface"),
        "interface-changed": Kind("interface", "{other} changed", "an interface has another type or compatibility"),
        "runbook-loosened": Kind(
            "runbook", "{other} covers less", "a runbook covers fewer symptoms, severities or alerts",
        ),
        "symptom-loosened": Kind(
            "symptoms", "",
            "a symptom was removed or is less severe, one of its alerts was removed or moved, "
            "another symptom has one of these alerts, or the service shares an alert with another service",
        ),
        "comms-loosened": Kind("comms", "", "updates for the people affected are slower, or a promise was removed"),
        "alias-changed": Kind(
            "alias", "",
            "an alias was added, moved or removed, its end date changed, or a name took an alias or alert; "
            "the alias of a renamed service does not count",
        ),
        "expectation-loosened": Kind(
            "expectation", "{other} is weaker",
            "an Expectation was removed, expects fewer results, or expects other results",
        ),
        "runbook-removed": Kind("runbook", "{other} removed", "a runbook of the service was removed"),
        "rotation-changed": Kind(
            "rotation", "",
            "members, turns or hours of a rotation changed, or the rotation was removed",
        ),
        "override-changed": Kind("override", "", "overrides of a rotation changed"),
        "reachability-loosened": Kind(
            "reachability", "",
            "a person has fewer waking channels, or the person's own rules notify later",
        ),
        "may-changed": Kind("may", "", "a person gained or lost an authority"),
        "member-added": Kind("member", "{other} joins", "a team has a new member"),
        "team-dissolved": Kind("team", "dissolved", "the team was removed"),
        "team-merged": Kind(
            "team", "merged into {other}",
            "the team was removed, and its name is an alias of another team",
        ),
        "policy-loosened": Kind("policy", "looser", "the policy requires less"),
        "signers-loosened": Kind("signers", "looser", "another key is trusted, or a key is no longer revoked"),
        "roster-loosened": Kind("roster", "looser", "another person may declare an emergency"),
        "baseline-loosened": Kind("baseline", "looser", "the baseline contains more findings"),
        "suppression-added": Kind(
            "suppression", "{other}",
            "a comment or a rule exception suppresses findings of the entity, or suppresses them for longer",
        ),
        "configuration-loosened": Kind(
            "settings", "changed",
            "a setting for the location of the catalog has changed",
        ),
        # changes that are only shown
        "service-added": Kind("service", "added", "a service was added"),
        "service-removed": Kind("service", "removed", "the document of a retired service was removed"),
        "service-renamed": Kind(
            "service", "renamed from {other}",
            "the service has a new name: the old name is an alias, or `diff` and `log` find it at the same position",
        ),
        "service-revived": Kind("lifecycle", "no longer retired", "the service is no longer retired"),
        "lifecycle-changed": Kind("lifecycle", "", "the service has another lifecycle, except `retired`"),
        "type-changed": Kind("type", "", "the service has another type"),
        "owner-added": Kind("owner", "", "the service had no owner"),
        "sla-added": Kind("SLA", "{other} added", "an SLA is published that did not exist or was not published before"),
        "sla-changed": Kind("SLA", "{other}: other fields", "fields of an SLA that are not terms changed"),
        "dependency-planned": Kind("depends on", "{other} (planned)", "a dependency is planned"),
        "dependency-softened": Kind(
            "depends on", "{other} (weaker)",
            "the dependency is weaker, for example hard → soft",
        ),
        "dependency-changed": Kind(
            "depends on", "{other} (changed)",
            "the dependency has another interface or another fallback",
        ),
        "interface-added": Kind("interface", "{other} added", "the service offers a new interface"),
        "paths-changed": Kind("code", "", "the service has other code paths or another repository"),
        "contacts-changed": Kind("contact", "", "the service has other contacts"),
        "symptoms-changed": Kind("symptoms", "", "the service has more or more severe symptoms, or other texts"),
        "comms-changed": Kind("comms", "", "updates for the people affected are faster, or go to another channel"),
        "expectation-added": Kind("expectation", "{other} added", "an Expectation was added"),
        "expectation-changed": Kind("expectation", "{other} is stricter", "an Expectation expects more"),
        "service-changed": Kind(
            "details", "",
            "system, domain, hosting, telemetry, labels or practice of the service changed",
        ),
        "runbook-added": Kind("runbook", "{other} added", "the service has a new runbook"),
        "runbook-changed": Kind("runbook", "{other}", "a runbook covers more, or has other steps"),
        "journey-added": Kind("journey", "added", "a customer journey was added"),
        "journey-removed": Kind("journey", "removed", "a customer journey was removed"),
        "journey-loosened": Kind("objectives", "looser", "a shared objective of a journey is looser"),
        "journey-tightened": Kind("objectives", "tighter", "a shared objective of a journey is tighter"),
        "journey-changed": Kind("journey", "", "a journey has other steps, another owner or another outcome"),
        "team-added": Kind("team", "added", "a team was added"),
        "team-renamed": Kind(
            "team", "renamed from {other}",
            "the team has a new name: the old name is an alias, or `diff` and `log` find it at the same position",
        ),
        "team-changed": Kind("team", "", "parent, default escalation, accounts or contacts of a team changed"),
        "member-removed": Kind("member", "{other} leaves", "a person is no longer a member of a team"),
        "lead-changed": Kind("lead", "", "a team has another lead"),
        "person-added": Kind("person", "added", "a person was added"),
        "person-left": Kind("person", "left", "a person is no longer active, or the document was removed"),
        "person-leaves": Kind("person", "leaves", "a person has another last day"),
        "person-returned": Kind("person", "active again", "a person is active again"),
        "person-renamed": Kind(
            "person", "renamed from {other}",
            "the person has a new name: the old name is an alias, or `diff` and `log` find it at the same position",
        ),
        "person-changed": Kind("person", "", "absences, training, more contacts or other facts of a person changed"),
        "identity-changed": Kind(
            "identity", "",
            "a person has another email address or account, or is no longer a bot",
        ),
        "rotation-added": Kind("rotation", "added", "a rotation was added"),
        "rotation-renamed": Kind("rotation", "renamed from {other}", "the rotation has a new name"),
        "escalation-renamed": Kind("escalation", "renamed from {other}", "the escalation policy has a new name"),
        "runbook-renamed": Kind("runbook", "renamed from {other}", "the runbook has a new name"),
        "journey-renamed": Kind("journey", "renamed from {other}", "the journey has a new name"),
        "escalation-added": Kind("escalation", "added", "an escalation policy was added"),
        "escalation-removed": Kind("escalation", "removed", "an escalation policy was removed"),
        "incident-added": Kind("incident", "{other} recorded", "an incident of the service was recorded"),
        "incident-changed": Kind(
            "incident", "{other}", "an incident has other times, another severity, other actions or another review",
        ),
        "incident-removed": Kind("incident", "{other} removed", "the document of an incident was removed"),
        "drill-added": Kind("drill", "{other} recorded", "a drill was recorded"),
        "drill-changed": Kind("drill", "{other}", "a drill has another day, another result or other actions"),
        "drill-removed": Kind("drill", "{other} removed", "the document of a drill was removed"),
        "policy-tightened": Kind("policy", "tighter", "the policy requires more"),
        "policy-changed": Kind("policy", "", "fields of the policy that have no direction changed"),
        "signers-tightened": Kind("signers", "tighter", "a key is no longer trusted"),
        "roster-tightened": Kind("roster", "tighter", "a person may no longer declare an emergency"),
        "baseline-tightened": Kind("baseline", "tighter", "the baseline contains fewer findings"),
        "configuration-changed": Kind("settings", "", "the output format or the color setting changed"),
    }
)  # fmt: skip
