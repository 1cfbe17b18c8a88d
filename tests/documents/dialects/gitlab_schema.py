"""What GitLab's own JSON Schema of its service catalog (2023, draft-07) accepts, restated: an oracle for the dialect.

The facts are those of ``services/service-catalog-schema.json`` in GitLab's runbooks. It came after both vintages of the
real data: it asks for ``owner`` and knows no field that was taken out by then, so those are checked by the types that
GitLab's older script demanded (``OLDER``).
"""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
MAYBE: Schema = {"type": ["string", "null"]}
FLAG: Schema = {"type": "boolean"}


def texts(*types: str) -> Schema:
    return {"type": ["array", *types], "items": TEXT, "uniqueItems": True}


def without(mark: str, *types: str) -> Schema:
    return {"type": ["string", *types], "pattern": f"^(?!{mark})"}


def closed(*required: str, **properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


def maybe(schema: Schema) -> Schema:
    return {**schema, "type": [schema["type"], "null"]}


def many(item: Schema, least: int = 0, *types: str) -> Schema:
    return {"type": ["array", *types], "items": item, "minItems": least}


TIER: Schema = {"type": "string", "enum": ["sv", "lb", "stor", "db", "inf"]}

DOCUMENTS = dict.fromkeys(("design", "architecture", "readiness_review", "sre_guide", "developer_guide", "security"), MAYBE)  # fmt: skip
MONITORS = dict.fromkeys(("grafana_folder", "sentry_slug", "gitlab_dashboard"), MAYBE)

SERVICE = closed(
    "name", "friendly_name", "tier", "label", "owner",
    name=TEXT, friendly_name=TEXT, tier=TIER, label=TEXT, owner=TEXT, teams=texts(),
    business=closed(SLA={"type": "object", "properties": {"overall_sla_weighting": {"type": "integer"}}}),
    technical=closed(
        project=texts("null"),
        documents=closed(**DOCUMENTS, service=texts("null")),
        logging=many(closed(name=MAYBE, permalink=MAYBE), 1, "null"),
        dependencies=many(closed(service=MAYBE, type=MAYBE), 0, "null"),
        components=texts("null"), sub_components=texts("null"),
    ),
    observability=closed(
        monitors=maybe(closed(**MONITORS, primary_grafana_dashboard=without("https?://", "null"))),
        alerts=many(closed(alert_link=MAYBE), 0, "null"),
    ),
)  # fmt: skip

TEAM: Schema = {
    **closed(
        "name",
        name=TEXT, url=MAYBE, product_stage_group=TEXT, slack_alerts_channel=without("#"),
        send_slo_alerts_to_team_slack_channel=FLAG, alerts=texts(), issue_tracker=TEXT, ignored_components=texts(),
        slack_error_budget_channel={"anyOf": [texts(), TEXT]}, send_error_budget_weekly_to_slack=FLAG,
        manager=without("@", "null"), label=without("~", "null"),
        assign_capacity_planning_issues={"type": ["boolean", "null"]},
        engagement_policy=MAYBE, oncall_schedule=MAYBE, slack_channel=MAYBE,
    ),
    "dependencies": {
        "ignored_components": ["product_stage_group"],
        "send_error_budget_weekly_to_slack": ["slack_error_budget_channel"],
        "alerts": ["slack_alerts_channel"],
        "assign_capacity_planning_issues": ["label", "manager"],
    },
}  # fmt: skip

CATALOG = closed(teams=many(TEAM, 1), services=many(SERVICE, 1), tiers=many(closed("name", name=TIER), 1))

# The types that GitLab's script checked before there was a schema, by key path; each may also be empty but the first.
OLDER: dict[tuple[str, ...], type] = {
    **{(key,): str for key in ("name", "friendly_name", "tier", "label")},
    **{("business", key): str for key in ("requirement", "business_value")},
    ("business", "customers"): list,
    **{("technical", key): list for key in ("project", "dependencies", "configurations", "chef_roles", "logging")},
    **{("technical", "documents", key): str for key in ("design", "architecture", "security")},
    ("technical", "documents", "service"): list,
    **{("technical", "scalability", key): str for key in ("note", "bound", "scalable")},
    **{("technical", "security", key): str for key in ("security_reviewed", "data_classification")},
    ("technical", "security", "security_incidents"): list,
    **{("infrastructure", key): str for key in ("provider", "architecture", "provisioning")},
    ("infrastructure", "accesses"): list,
    **{("operations", key): str for key in ("maintenance", "error_budget")},
    **{("operations", key): list for key in ("runbooks", "playbooks")},
    **{("observability", "monitors", key): str for key in (
        "grafana_folder", "primary_grafana_dashboard", "sentry_slug",
    )},
}  # fmt: skip
