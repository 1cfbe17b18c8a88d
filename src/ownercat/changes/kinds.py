"""Every kind of change: its name for programs, and what people read."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Kind(NamedTuple):
    """``label``: what it is about, in a word or two. ``says``: what happened; ``{other}`` is the other end, by name.

    ``means``: when it is reported, for the docs.
    """

    label: str
    says: str
    means: str


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        # what has to be agreed to
        "owner-changed": Kind("owner", "", "another team owns the service"),
        "owner-removed": Kind("owner", "nobody any more", "no team that exists owns the service any more"),
        "service-retired": Kind("service", "retired", "the service is retired, or its document is gone"),
        "sla-loosened": Kind("promise", "{other} is looser", "terms of an SLA are looser, or the promise is gone"),
        "sla-tightened": Kind("promise", "{other} is tighter", "terms of an SLA are tighter"),
        "dependency-added": Kind("needs", "{other}", "the service depends on another one, which it did not"),
        "dependency-hardened": Kind("needs", "{other}, more than before", "it can do less without the other one"),
        "dependency-removed": Kind("needs", "{other} no longer", "it does not depend on the other one any more"),
        "tier-raised": Kind("tier", "raised", "the service matters more"),
        "tier-lowered": Kind("tier", "lowered", "the service matters less"),
        "escalation-changed": Kind(
            "escalation", "", "pages of the service climb another way: its own policy, its team's or one further on"
        ),
        "role-changed": Kind("role", "", "somebody else has a role; those that follow the owner are not told again"),
        "authority-changed": Kind("may decide", "", "others may authorise something"),
        "interface-removed": Kind("offers", "{other} no longer", "the service does not offer an interface any more"),
        "interface-changed": Kind("offers", "{other}, changed", "an interface is of another type or compatibility"),
        "runbook-removed": Kind("runbook", "{other} is gone", "the service has lost a runbook"),
        "rotation-changed": Kind("rotation", "", "members, turns or hours of a rotation, or it is gone"),
        "member-added": Kind("member", "{other} joins", "somebody is a member of a team who was not"),
        "team-dissolved": Kind("team", "dissolved", "the team is gone"),
        "team-merged": Kind("team", "goes into {other}", "the team is gone, and its name is an alias of another one"),
        "policy-loosened": Kind("policy", "looser", "the policy asks for less"),
        "signers-loosened": Kind("signers", "looser", "somebody may sign who could not, or a key is no longer revoked"),
        "roster-loosened": Kind("roster", "longer", "somebody may break the glass who could not"),
        "baseline-loosened": Kind("baseline", "longer", "findings are tolerated that were not"),
        "configuration-loosened": Kind("settings", "changed", "any change of what decides where the catalog is"),
        # what only has to be known
        "service-added": Kind("service", "new", "there is a new service"),
        "service-removed": Kind("service", "gone", "the document of a retired service is gone"),
        "service-renamed": Kind("service", "was called {other}", "the old name is an alias of the new one"),
        "service-revived": Kind("lifecycle", "back", "the service is no longer retired"),
        "lifecycle-changed": Kind("lifecycle", "", "another lifecycle, but not retired"),
        "type-changed": Kind("type", "", "another type of service"),
        "owner-added": Kind("owner", "", "the service had no owner"),
        "sla-added": Kind("promise", "{other} is new", "an SLA is published that was not there, or not in force"),
        "sla-changed": Kind("promise", "{other}: beside its terms", "what an SLA says beside its terms"),
        "dependency-planned": Kind("needs", "{other}, planned", "a dependency is planned"),
        "dependency-softened": Kind("needs", "{other}, less than before", "it can do more without the other one"),
        "dependency-changed": Kind("needs", "{other}, otherwise", "another interface, or another fallback"),
        "interface-added": Kind("offers", "{other}", "the service offers a new interface"),
        "paths-changed": Kind("code", "", "other paths or another repository"),
        "contacts-changed": Kind("contact", "", "other contacts of the service"),
        "symptoms-changed": Kind("symptoms", "", "other symptoms, severities or alerts"),
        "service-changed": Kind("about", "", "system, domain, hosting, telemetry, labels, practice"),
        "runbook-added": Kind("runbook", "{other} is new", "the service has a new runbook"),
        "runbook-changed": Kind("runbook", "{other}", "a runbook covers or does something else"),
        "journey-added": Kind("journey", "new", "there is a new customer journey"),
        "journey-removed": Kind("journey", "gone", "a customer journey is gone"),
        "journey-loosened": Kind("objectives", "looser", "a shared objective of a journey is looser"),
        "journey-tightened": Kind("objectives", "tighter", "a shared objective of a journey is tighter"),
        "journey-changed": Kind("journey", "", "other steps, another owner or outcome"),
        "team-added": Kind("team", "new", "there is a new team"),
        "team-renamed": Kind("team", "was called {other}", "the old name is an alias of the new one"),
        "team-changed": Kind("team", "", "parent, default escalation, accounts or contacts of a team"),
        "member-removed": Kind("member", "{other} leaves", "somebody is no longer a member of a team"),
        "lead-changed": Kind("lead", "", "somebody else leads a team"),
        "person-added": Kind("person", "new", "there is a new person"),
        "person-left": Kind("person", "left", "somebody is no longer active, or their document is gone"),
        "person-leaves": Kind("person", "is to leave", "another last day"),
        "person-returned": Kind("person", "is back", "somebody is active again"),
        "person-renamed": Kind("person", "was called {other}", "the old name is an alias of the new one"),
        "person-changed": Kind("person", "", "contacts, absences, training and what else is known of somebody"),
        "identity-changed": Kind("identity", "", "another email address or account, or no longer a bot"),
        "rotation-added": Kind("rotation", "new", "there is a new rotation"),
        "override-changed": Kind("swap", "", "a turn is swapped for some days"),
        "escalation-added": Kind("escalation", "new", "there is a new escalation policy"),
        "escalation-removed": Kind("escalation", "gone", "an escalation policy is gone"),
        "policy-tightened": Kind("policy", "tighter", "the policy asks for more"),
        "policy-changed": Kind("policy", "", "what the policy says beside its terms"),
        "signers-tightened": Kind("signers", "tighter", "a key is no longer trusted"),
        "roster-tightened": Kind("roster", "shorter", "somebody may no longer break the glass"),
        "baseline-tightened": Kind("baseline", "shorter", "findings are no longer tolerated"),
        "configuration-changed": Kind("settings", "", "how results are shown"),
    }
)  # fmt: skip
