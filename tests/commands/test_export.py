"""``ownercat export``: round trips, drift in both directions, and files that stay as they are."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from ownercat.model import Service
from ownercat.views import exports
from tests.catalogs import loaded
from tests.commands.conftest import Runner
from tests.rules.parts import doc, several
from tests.test_sample import SAMPLE

FORMATS = exports.list_formats()
SMALL = {
    "catalog/all.yaml": several(
        doc("Service", "cart", "owner: web", "title: Cart", "tier: 2", "dependsOn: [{service: db}]"),
        doc("Service", "db", "owner: web", "tier: 2"),
        doc("Team", "web", "members: [ana]"),
        doc("Person", "ana", "email: ana@shop.example"),
    )
}


def edges(files: dict[str, str], dialects: tuple[str, ...] = ()) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """The owners and the active dependencies of all services."""
    catalog = loaded(files, dialects).catalog
    services = list(catalog.of(Service))
    owners = {(each.name, found.name) for each in services if (found := catalog.find(each.owner))}
    needed = {
        (each.name, found.name)
        for each in services
        for entry in each.depends_on
        if entry.status != "planned" and (found := catalog.find(entry.service))
    }
    return owners, needed


def test_backstage_reads_back_the_same_owners_and_dependencies(run: Runner) -> None:
    exported = run("export", "backstage", "-q", files=SAMPLE)
    assert (exported.code, exported.err) == (0, "")
    back = {"catalog-info.yaml": exported.out}
    assert edges(back, ("backstage",)) == edges(SAMPLE)
    for path in SAMPLE:
        Path(path).unlink()
    checked = run("check", "--dialect", "backstage", "--format", "json", files=back)
    assert checked.code == 0, checked.out
    assert json.loads(checked.out)["summary"]["services"] == len(edges(SAMPLE)[0])


@pytest.mark.parametrize("form", FORMATS)
def test_a_fresh_export_does_not_differ(run: Runner, form: str) -> None:
    exported = run("export", form, "-q", "--output", "out/export.txt", files=SAMPLE)
    assert (exported.code, exported.out, exported.err) == (0, "", "")
    assert run("export", form, "-q", "--check", "out/export.txt") == (0, "", "")
    assert Path("out/export.txt").read_bytes().decode() == run("export", form, "-q").out


def test_drift_is_reported_in_both_directions(run: Runner) -> None:
    run("export", "backstage", "-q", "--output", "info.yaml", files=SMALL)
    written = Path("info.yaml").read_text(encoding="utf-8")
    more = written.replace("title: Cart", "title: Basket").replace("name: db", "name: old-db")
    found = run("export", "backstage", "-q", "--check", "info.yaml", files={"info.yaml": more})
    assert (found.code, found.err) == (1, "")
    assert found.out.splitlines() == [
        "~ component:cart: metadata.title: the catalog has Cart, info.yaml has Basket",
        "+ component:db: the catalog has it, info.yaml does not",
        "- component:old-db: info.yaml has it, the catalog does not",
    ]
    assert Path("info.yaml").read_text(encoding="utf-8") == more


ALERTING = {
    "catalog/all.yaml": SMALL["catalog/all.yaml"]
    .replace("title: Cart", "title: Cart\nsymptoms: [{id: down, severity: sev1, alerts: [CartDown]}]")
    .replace("members: [ana]", "members: [ana]\ncontacts: {email: web@shop.example}")
}


@pytest.mark.parametrize(
    ("form", "old", "new", "drift"),
    [
        pytest.param("alertmanager", "  - name: web\n", "  - name: web\n    slack_configs: [{channel: a}]\n", [], id="an integration"),
        pytest.param(
            "alertmanager", "receiver: web", "receiver: ops",
            ['~ route alertname="CartDown": receivers: the catalog has ["web"], given has ["ops"]',
             '~ route service="cart": receivers: the catalog has ["web"], given has ["ops"]',
             '~ route service="db": receivers: the catalog has ["web"], given has ["ops"]'], id="another receiver",
        ),
        pytest.param(
            "alertmanager", "receivers:", "inhibit_rules: []\nreceivers:\n  - name: old",
            ["- receiver old: given has it, the catalog does not"], id="a receiver more",
        ),
        pytest.param(
            "grafana", "receiver: web", "receiver: ops",
            ['~ policy alertname=CartDown: receivers: the catalog has ["web"], given has ["ops"]',
             '~ policy service=cart: receivers: the catalog has ["web"], given has ["ops"]',
             '~ policy service=db: receivers: the catalog has ["web"], given has ["ops"]'], id="another contact point",
        ),
        pytest.param(
            "grafana", "addresses: web@shop.example", "addresses: ops@shop.example",
            ["~ contact point web: email: the catalog has web@shop.example, given has ops@shop.example"], id="another address",
        ),
        pytest.param(
            "prometheus", "  - name: ownercat\n",
            "  - name: mine\n    rules: [{record: a, expr: b}]\n  - name: ownercat\n", [], id="a rule of your own",
        ),
        pytest.param(
            "prometheus", "team: web", "team: ops",
            ["~ ownercat_alert_info CartDown: team: the catalog has web, given has ops",
             "~ ownercat_service_info cart: team: the catalog has web, given has ops",
             "~ ownercat_service_info db: team: the catalog has web, given has ops"], id="another owner",
        ),
    ],
)  # fmt: skip
def test_drift_of_monitoring(run: Runner, form: str, old: str, new: str, drift: list[str]) -> None:
    text = run("export", form, "-q", files=ALERTING).out
    assert old in text
    found = run("export", form, "-q", "--check", "given", files={"given": text.replace(old, new)})
    assert (found.code, found.out.splitlines(), found.err) == (1 if drift else 0, drift, "")


def test_a_moved_document_is_no_drift(run: Runner) -> None:
    run("export", "csv", "-q", "--output", "all.csv", files=SMALL)
    Path("catalog/all.yaml").rename("catalog/moved.yaml")
    assert run("export", "csv", "-q", "--check", "all.csv") == (0, "", "")


def test_an_item_of_the_file_is_never_removed(run: Runner) -> None:
    run("export", "backstage", "-q", "--output", "info.yaml", files=SMALL)
    less = {
        "catalog/all.yaml": SMALL["catalog/all.yaml"]
        .replace("name: db", "name: store")
        .replace("service: db", "service: store")
    }
    kept = Path("info.yaml").read_text(encoding="utf-8")
    found = run("export", "backstage", "-q", "--output", "info.yaml", files=less)
    assert (found.code, found.out, found.err) == (
        2, "",
        "ownercat: info.yaml has 1 item that the catalog does not have: component:db\n"
        "help: remove them from the file, or write another file\n",
    )  # fmt: skip
    assert Path("info.yaml").read_text(encoding="utf-8") == kept


def test_a_file_outside_of_the_repository(run: Runner, tmp_path_factory: pytest.TempPathFactory) -> None:
    target = str(tmp_path_factory.mktemp("elsewhere") / "all.csv")
    for _ in range(2):
        assert run("export", "csv", "-q", "--output", target, files=SMALL) == (0, "", "")
    assert run("export", "csv", "-q", "--check", target) == (0, "", "")
    Path(target).write_text("a\n", encoding="utf-8")
    assert run("export", "csv", "-q", "--check", target).err.startswith("ownercat: all.csv is not an export to csv")


def test_what_is_left_out_is_said(run: Runner) -> None:
    files = {"catalog/all.yaml": SMALL["catalog/all.yaml"].replace("owner: web", "owner: ghosts", 1)}
    found = run("export", "backstage", files=files)
    assert found.code == 0 and "component" not in found.out.lower().replace("kind: component", "", 1)
    assert found.err.splitlines() == [
        "ownercat: left out, because Backstage needs an owner, and no document defines it (1): service cart",
        "ownercat: no place for tier of a service (1): db",
        "ownercat: left out, because it is personal: the email address of a person (1): ana",
    ]


@pytest.mark.parametrize(
    ("form", "text", "problem"),
    [
        ("backstage", "a: [", "is not an export to backstage: line 1 is not valid YAML"),
        (
            "backstage",
            "a: 1\n",
            "is not an export to backstage: document 1 is not an entity of Backstage: it has no kind or no name",
        ),
        ("alertmanager", "[]\n", "is not an export to alertmanager: it is not a configuration of Alertmanager"),
        (
            "prometheus",
            "a: 1\n",
            "is not an export to prometheus: it is not a rule file of Prometheus: it has no list `groups`",
        ),
        ("datadog", "apiVersion: v2\n", "is not an export to datadog: document 1 is not an entity of Datadog v3"),
        (
            "grafana",
            "a: 1\n",
            "is not an export to grafana: it is not a provisioning file of Grafana: it has no `apiVersion`",
        ),
        pytest.param(
            "pagerduty",
            '{"resource":' + "[" * 500 + "]" * 500 + "}",
            "is not an export to pagerduty: it is nested deeper than 64 levels",
            id="too deep",
        ),
        ("pagerduty", "[]\n", "is not an export to pagerduty: it is not JSON for Terraform"),
        pytest.param(
            "prometheus",
            "groups:\n" + "- {name: a, rules: []}\n" * 60_000,
            "is not an export to prometheus: line 1 is in a document that is larger than ownercat reads",
            id="too large",
        ),
        ("jsonl", "{}\n", "is not an export to jsonl: record 1 is not an entity or a reference"),
        ("jsonl", "{\n", "is not an export to jsonl: line 1: it is not valid JSON"),
        ("csv", "a,b\n", "is not an export to csv: its first line is not record,kind,name"),
    ],
)
def test_a_file_of_another_form_is_refused(run: Runner, form: str, text: str, problem: str) -> None:
    found = run("export", form, "-q", "--check", "given", files={**SMALL, "given": text})
    assert (found.code, found.out) == (2, "")
    assert found.err.startswith(f"ownercat: given {problem}")


def test_usage_errors(run: Runner) -> None:
    both = run("export", "csv", "--output", "a", "--check", "b", files=SMALL)
    assert (both.code, both.err) == (2, "ownercat: cannot combine --output with --check\nhelp: remove one of them\n")
    old = run("export", "csv", "--output", "a", "--rev", "HEAD")
    message = "ownercat: --rev reads a commit, but --output writes the working tree\nhelp: print it, or omit --rev\n"
    assert (old.code, old.err, Path("a").exists()) == (2, message, False)
    gone = run("export", "csv", "-q", "--check", "b")
    assert (gone.code, gone.err) == (2, "ownercat: b does not exist\nhelp: name an existing file\n")
    Path("link").symlink_to("catalog/all.yaml")
    assert run("export", "csv", "-q", "--check", "link").code == 3
    assert run("export", "nothing").code == 2


def test_a_catalog_with_errors_is_incomplete(run: Runner) -> None:
    found = run("export", "jsonl", files={**SMALL, "catalog/broken.yaml": "a: [\n"})
    assert found.code == 3 and "catalog/broken.yaml" in found.err
    assert '"name": "cart"' in found.out


def test_a_secret_is_not_passed_on(run: Runner) -> None:
    secret = "xoxb-" + "123456789012-abcdefghijklmnopqrstuvwx"
    files = {"catalog/all.yaml": SMALL["catalog/all.yaml"].replace("title: Cart", f"title: Cart {secret}")}
    for form in FORMATS:
        found = run("export", form, files=files)
        assert secret not in found.out + found.err, form
    written = run("export", "backstage", "-q").out.replace("name: ana", f"name: ana-{secret}")
    found = run("export", "backstage", "-q", "--check", "info.yaml", files={"info.yaml": written})
    assert found.code == 1 and "user:ana" in found.out and secret not in found.out + found.err


def test_a_large_export_is_read_back(run: Runner) -> None:
    services = (doc("Service", f"service-{number}", "owner: web", "tier: 2") for number in range(1_500))
    files = dict(ALERTING)
    files |= {f"catalog/services-{number}.yaml": several(*each) for number, each in enumerate(_batch(services, 500))}
    for form in FORMATS:
        assert run("export", form, "-q", "--output", f"out-{form}", files=files).code == 0
        assert run("export", form, "-q", "--check", f"out-{form}") == (0, "", ""), form
        text = Path(f"out-{form}").read_text(encoding="utf-8")
        assert form == "pagerduty" or text.count("service-1499") > 0, form


def _batch(items: Iterable[str], size: int) -> Iterator[list[str]]:
    found = list(items)
    for start in range(0, len(found), size):
        yield found[start : start + size]
