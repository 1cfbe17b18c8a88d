"""Kubernetes: which workloads run, with their owner labels.

Shape: ``kubectl get deployments,statefulsets,daemonsets,cronjobs -A -o json``, a list in one page. Labels:
https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/, Backstage and Datadog.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ownercat.model import ExternalSnapshot
from ownercat.reality.data import get_table, get_text, list_tables
from ownercat.reality.sources import SnapshotSource
from ownercat.reality.values import Workload

_CALL = "workloads"
_NAMES = ("tags.datadoghq.com/service", "backstage.io/kubernetes-id", "app.kubernetes.io/name", "app")
_OWNERS = ("team", "owner", "app.kubernetes.io/managed-by-team")
_KINDS = frozenset({"Deployment", "StatefulSet", "DaemonSet", "CronJob", "Job", "Rollout", "ReplicaSet", "Pod"})


def _find_call(page: Any) -> str:
    is_list = get_text(page, "kind").endswith("List") and isinstance(page.get("items"), list)
    return _CALL if is_list and all(get_text(each, "metadata", "name") for each in page["items"]) else ""


def _explain_incomplete(call: str, pages: Sequence[Any]) -> str:
    for number, page in enumerate(pages, start=1):
        if get_text(page, "metadata", "continue") and number == len(pages):
            return "the last page has `metadata.continue`: more items follow"
    return ""


def _read_workloads(snapshot: ExternalSnapshot) -> Iterator[Workload]:
    for page in snapshot.pages:
        kind = get_text(page, "kind").removesuffix("List")
        for item in list_tables(page, "items"):
            metadata = get_table(item, "metadata")
            if (get_text(item, "kind") or kind) not in _KINDS or metadata.get("ownerReferences"):
                continue  # a workload that another one creates is not counted twice
            words = {**get_table(metadata, "annotations"), **get_table(metadata, "labels")}
            name = get_text(metadata, "name")
            yield Workload(
                get_text(metadata, "namespace"), get_text(item, "kind") or kind, name, _find(words, _NAMES) or name,
                _find(words, _OWNERS),
            )  # fmt: skip


def _find(words: Mapping[str, Any], keys: Sequence[str]) -> str:
    return next((str(words[key]) for key in keys if isinstance(words.get(key), str) and words[key]), "")


SOURCE = SnapshotSource(
    title="Kubernetes",
    calls={_CALL: "running workloads: kubectl get deployments,statefulsets,daemonsets,cronjobs -A -o json"},
    kept={
        _CALL: frozenset(
            {"kind", "items", "metadata", "name", "namespace", "labels", "annotations", "continue", "ownerReferences"}
        )
        | {*_NAMES, *_OWNERS}
    },
    find_call=_find_call,
    explain_incomplete=_explain_incomplete,
    read_workloads=_read_workloads,
)
