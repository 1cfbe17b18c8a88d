"""Answers of PagerDuty as snapshots, and the small company that they are about."""

from __future__ import annotations

import json
from typing import Any

FETCHED = "2026-11-22T02:00:00Z"
FOLDER = ".ownercat/snapshots/"


def snapshot(*pages: Any, source: str = "pagerduty", fetched: str = FETCHED, **head: Any) -> str:
    """The text of a snapshot file."""
    return json.dumps({"ownercat": "snapshot/v1", "source": source, "fetchedAt": fetched, **head, "data": pages})


def listed(key: str, *records: dict[str, Any], more: bool = False, offset: int = 0) -> dict[str, Any]:
    """One page of a list."""
    return {key: list(records), "limit": 25, "offset": offset, "more": more}


def users(*ids: str, **emails: str) -> dict[str, Any]:
    """The page of all users; ``PU1="ana@shop.example"`` has an email address."""
    known = {**dict.fromkeys(ids, ""), **emails}
    return listed("users", *({"id": id, "name": f"User {id}", "email": email} for id, email in known.items()))


def schedule(id: str, *shifts: tuple[str, str, str], base: list[tuple[str, str, str]] | None = None) -> dict[str, Any]:
    """The answer about one schedule; a shift is (start, end, user)."""
    layers = [] if base is None else [{"rendered_schedule_entries": [_entry(shift) for shift in base]}]
    final = {"rendered_schedule_entries": [_entry(shift) for shift in shifts]}
    return {"schedule": {"id": id, "name": f"Schedule {id}", "schedule_layers": layers, "final_schedule": final}}


def _entry(shift: tuple[str, str, str]) -> dict[str, Any]:
    return {"start": shift[0], "end": shift[1], "user": {"id": shift[2]}}


def policy(id: str, *levels: tuple[int, list[tuple[str, str]]], loops: int = 0) -> dict[str, Any]:
    """A policy; a level is (minutes, [(kind, id)])."""
    rules = [
        {
            "escalation_delay_in_minutes": wait,
            "targets": [{"id": id, "type": f"{kind}_reference"} for kind, id in targets],
        }
        for wait, targets in levels
    ]
    return {"id": id, "name": f"Policy {id}", "num_loops": loops, "escalation_rules": rules, "services": []}


HEAD = "apiVersion: ownercat/v1\n"
COMPANY = {
    "catalog/company.yaml": "---\n".join(
        [
            f'{HEAD}kind: Team\nname: shop\nmembers: [ana, bo]\ncontacts: {{chat: "#shop"}}\n',
            f"{HEAD}kind: Person\nname: ana\nemail: ana@shop.example\ntimeZone: Europe/Madrid\ncontacts: [phone]\n",
            f"{HEAD}kind: Person\nname: bo\nemail: bo@shop.example\ncontacts: [phone]\n",
        ]
    )
}


def rotation(name: str, *lines: str) -> str:
    """A rotation of the team; its own lines begin at line 5."""
    return f"{HEAD}kind: Rotation\nname: {name}\nteam: shop\n" + "".join(f"{line}\n" for line in lines)


ELSEWHERE = {"catalog/r.yaml": rotation("shop-primary", "external: {provider: pagerduty, id: PX1}")}
MONTH = ("2026-11-22T00:00:00Z", "2026-12-20T00:00:00Z")


def calls(*seen: tuple[str, str, int]) -> dict[str, Any]:
    """The answer of Jaeger: (client, server, calls)."""
    return {"data": [{"parent": parent, "child": child, "callCount": count} for parent, child, count in seen]}


WEEK = {"from": "2026-11-15T00:00:00Z", "to": "2026-11-22T00:00:00Z"}


def service(name: str, *lines: str, tier: int = 4) -> str:
    """A service of the team; its own lines begin at line 7."""
    return f"{HEAD}kind: Service\nname: {name}\ndescription: Sells.\ntier: {tier}\nowner: shop\n" + "".join(
        f"{line}\n" for line in lines
    )


def workload(name: str, namespace: str = "shop", **labels: str) -> dict[str, Any]:
    """A running deployment; ``__`` in the name of a label stands for a slash, and ``_`` for a dot."""
    named = {key.replace("__", "/").replace("_", "."): value for key, value in labels.items()}
    return {"kind": "Deployment", "metadata": {"name": name, "namespace": namespace, "labels": named}}


def cluster(*workloads: dict[str, Any]) -> dict[str, Any]:
    """The answer of kubectl."""
    return {"kind": "List", "metadata": {}, "items": list(workloads)}
