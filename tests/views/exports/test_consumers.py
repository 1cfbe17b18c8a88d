"""The programs that read the exports accept them, for the sample and for hostile texts.

npm install --prefix SOMEWHERE @backstage/catalog-model @cdktf/provider-pagerduty
pip install --target PACKAGES datadog-api-client
OWNERCAT_NODE_MODULES=SOMEWHERE/node_modules OWNERCAT_PYTHON_CONSUMERS=PACKAGES pytest tests/views/exports
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ownercat.model import Service
from ownercat.views import exports
from tests.catalogs import loaded
from tests.rules.parts import doc, several
from tests.safety.hostile import STRINGS, quoted
from tests.test_sample import SAMPLE

# Read here: while a test runs, the environment holds nothing of ours.
MODULES = os.environ.get("OWNERCAT_NODE_MODULES", "")
NODE = shutil.which("node")
needs_backstage = pytest.mark.skipif(
    NODE is None or not Path(MODULES, "@backstage", "catalog-model").is_dir(),
    reason="@backstage/catalog-model is not installed: npm install it, and name node_modules in OWNERCAT_NODE_MODULES",
)
BACKSTAGE = """
const m = require("@backstage/catalog-model");
const policy = m.EntityPolicies.allOf([
  new m.SchemaValidEntityPolicy(), new m.DefaultNamespaceEntityPolicy(), new m.FieldFormatEntityPolicy(),
  new m.NoForeignRootFieldsEntityPolicy(),
]);
const kinds = [m.componentEntityV1alpha1Validator, m.resourceEntityV1alpha1Validator, m.groupEntityV1alpha1Validator,
  m.userEntityV1alpha1Validator];
(async () => {
  const wrong = [];
  for (const entity of JSON.parse(require("fs").readFileSync(0, "utf8"))) {
    try {
      await policy.enforce(entity);
      let known = 0;
      for (const kind of kinds) known += (await kind.check(entity)) ? 1 : 0;
      if (known !== 1) wrong.push(`${entity.kind} ${entity.metadata.name}: kind`);
    } catch (error) { wrong.push(`${entity.kind} ${entity.metadata?.name}: ${error.message}`); }
  }
  console.log(JSON.stringify(wrong));
})();
"""


PACKAGES = os.environ.get("OWNERCAT_PYTHON_CONSUMERS", "")
needs_datadog = pytest.mark.skipif(
    not Path(PACKAGES, "datadog_api_client").is_dir(),
    reason="datadog-api-client is not installed: pip install --target it, and name the folder in OWNERCAT_PYTHON_CONSUMERS",
)
DATADOG = """
import json, sys
from datadog_api_client.configuration import Configuration
from datadog_api_client.model_utils import model_to_dict, validate_and_convert_types
from datadog_api_client.v2.model.entity_v3_service import EntityV3Service
wrong = []
for entity in json.load(sys.stdin):
    try:
        found = validate_and_convert_types(entity, (EntityV3Service,), ["entity"], True, True, Configuration())
        work = [found]
        while work:  # an unknown key or a wrong type is kept, and marked
            each = work.pop()
            if getattr(each, "_unparsed", False) or getattr(each, "additional_properties", None):
                raise ValueError(f"{type(each).__name__} has an unknown part")
            work += list(each._data_store.values()) if hasattr(each, "_data_store") else each if isinstance(each, list) else []
        assert model_to_dict(found, serialize=True) == entity, "a part is lost"
    except Exception as error:
        wrong.append(f"{entity.get('metadata')}: {error}")
print(json.dumps(wrong))
"""
SCHEMA = Path(MODULES, "@cdktf", "provider-pagerduty", ".jsii")
needs_terraform = pytest.mark.skipif(
    not MODULES or not SCHEMA.is_file(),
    reason="@cdktf/provider-pagerduty is not installed: npm install it, and name node_modules in OWNERCAT_NODE_MODULES",
)
AMTOOL, PROMTOOL = shutil.which("amtool"), shutil.which("promtool")
needs_amtool = pytest.mark.skipif(
    AMTOOL is None, reason="amtool is not installed: apt-get install prometheus-alertmanager"
)
needs_promtool = pytest.mark.skipif(PROMTOOL is None, reason="promtool is not installed: apt-get install prometheus")


def export(name: str, files: dict[str, str] = SAMPLE) -> str:
    """The text of an export."""
    found = loaded(files)
    form = exports.load_format(name)
    return form.write(exports.spell(form.arrange(form.build(found.catalog, found.sources).items)))


def hostile(text: str) -> dict[str, str]:
    """A small catalog with one text in every place for text."""
    value = quoted(text)
    service = ["owner: web", f"title: {value}", f"description: {value}", f"system: {value}", f"type: {value}"]
    service += [f"labels: {{a: {value}}}", f"links: [{{type: docs, title: {value}, url: {value}}}]"]
    service += [f"code: {{repository: {value}}}", "tier: 1", f"telemetry: {{dashboard: {value}}}"]
    service += [f"symptoms: [{{id: down, title: {value}, severity: sev1, alerts: [{value}]}}]"]
    team = ["members: [ana]", f"title: {value}", f"contacts: {{chat: {value}, email: {value}}}", f"mission: {value}"]
    person = [f"title: {value}", f"logins: {{github: {value}}}", f"email: {value}"]
    return {
        "catalog/all.yaml": several(
            doc("Service", "one", *service), doc("Team", "web", *team), doc("Person", "ana", *person)
        )
    }


def read_yaml(text: str) -> list[Any]:
    return exports.read_documents(text.encode("utf-8", "surrogateescape"))


def validate(entities: list[Any]) -> list[str]:
    """What Backstage's own model says about entities."""
    environment = {**os.environ, "NODE_PATH": MODULES}
    done = subprocess.run(
        [str(NODE), "-e", BACKSTAGE],
        input=json.dumps(entities),
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: list[str] = json.loads(done.stdout)
    return found


@needs_backstage
def test_backstage_accepts_the_sample() -> None:
    entities = read_yaml(export("backstage"))
    assert len(entities) > 60 and validate(entities) == []


@needs_backstage
def test_backstage_refuses_an_entity_without_an_owner() -> None:
    entities = read_yaml(export("backstage"))
    component = next(each for each in entities if each["kind"] == "Component")
    del component["spec"]["owner"]
    assert len(validate(entities)) == 1


@needs_backstage
def test_backstage_accepts_hostile_texts() -> None:
    entities = [each for text in STRINGS.values() for each in read_yaml(export("backstage", hostile(text)))]
    assert len(entities) > 100 and validate(entities) == []


def read_with_datadog(entities: list[Any]) -> list[str]:
    """What the client of Datadog says about entities."""
    environment = {**os.environ, "PYTHONPATH": PACKAGES}
    done = subprocess.run(
        [sys.executable, "-c", DATADOG],
        input=json.dumps(entities),
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: list[str] = json.loads(done.stdout)
    return found


@needs_datadog
def test_datadog_accepts_the_sample_and_hostile_texts() -> None:
    entities = read_yaml(export("datadog"))
    checkout = next(each for each in entities if each["metadata"]["name"] == "checkout")
    assert (checkout["metadata"]["owner"], checkout["spec"]["tier"]) == ("storefront", "1")
    assert len(entities) > 20 and read_with_datadog(entities) == []
    planted = [each for text in STRINGS.values() for each in read_yaml(export("datadog", hostile(text)))]
    assert len(planted) == len(STRINGS) and read_with_datadog(planted) == []


@needs_datadog
@pytest.mark.parametrize("path", ["metadata.ownr", "spec.tire", "metadata.links", "kind"])
def test_datadog_refuses_a_wrong_key_or_type(path: str) -> None:
    entity = read_yaml(export("datadog"))[0]
    first, _, second = path.partition(".")
    if second:
        entity[first][second] = "x"
    else:
        entity[first] = "servcie"
    assert len(read_with_datadog([entity])) == 1


def list_schema_errors(schema: dict[str, Any], type: str, value: Any) -> list[str]:
    """What the schema of the provider says about a block, with the blocks inside."""
    if isinstance(value, list):
        return [error for each in value for error in list_schema_errors(schema, type, each)]
    found = schema["types"][f"@cdktf/provider-pagerduty.{type}"]
    known = {re.sub(r"([A-Z])", lambda m: f"_{m[1].lower()}", each["name"]): each for each in found["properties"]}
    errors = [f"{type} has no {key}" for key in value.keys() - known.keys()]
    errors += [f"{type} needs {key}" for key, each in known.items() if not each.get("optional") and key not in value]
    for key in value.keys() & known.keys():
        wanted = known[key]["type"]
        kinds = {"string": str, "number": int}
        if "primitive" in wanted and not isinstance(value[key], kinds[wanted["primitive"]]):
            errors.append(f"{type}.{key} is not a {wanted['primitive']}")
        inner = re.search(r'@cdktf/provider-pagerduty\.(\w+\.\w+)"', json.dumps(wanted))
        errors += list_schema_errors(schema, inner[1], value[key]) if inner else []
    return errors


def check_terraform(text: str) -> list[str]:
    """What the schema of the provider says about a file, and references to blocks that it does not have."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    data = json.loads(text)
    types = {
        "pagerduty_user": "dataPagerdutyUser.DataPagerdutyUserConfig",
        "pagerduty_schedule": "dataPagerdutySchedule.DataPagerdutyScheduleConfig",
        "pagerduty_escalation_policy": "escalationPolicy.EscalationPolicyConfig",
        "pagerduty_service": "service.ServiceConfig",
    }
    blocks = {f"data.{kind}": labels for kind, labels in data.get("data", {}).items()} | data.get("resource", {})
    errors = [
        error
        for kind, labels in blocks.items()
        for each in labels.values()
        for error in list_schema_errors(schema, types[kind.removeprefix("data.")], each)
    ]
    names = {f"{kind}.{label}" for kind, labels in blocks.items() for label in labels}
    assert all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_-]*", name.rpartition(".")[2]) for name in names)
    used = re.findall(r"(?<!\$)\$\{(.*?)\}", text)
    return errors + [f"no block for {each}" for each in used if each.removesuffix(".id") not in names]


@needs_terraform
def test_the_provider_of_pagerduty_accepts_the_sample_and_hostile_texts() -> None:
    text = export("pagerduty")
    assert text.count("${") > 30 and check_terraform(text) == []
    for each in STRINGS.values():
        files = {"catalog/all.yaml": PAGED.replace("TEXT", quoted(each))}
        text = export("pagerduty", files)
        assert check_terraform(text) == [] and '"one": {"name": ' in text
    planted = export(
        "pagerduty", {"catalog/all.yaml": PAGED.replace("TEXT", quoted('${file("/etc/passwd")} %{if true}'))}
    )
    assert '"name": "$${file(\\"/etc/passwd\\")} %%{if true}"' in planted


@needs_terraform
def test_the_provider_of_pagerduty_refuses_a_wrong_block() -> None:
    text = export("pagerduty")
    wrong = text.replace('"num_loops"', '"num_lops"', 1)
    assert check_terraform(wrong) == ["escalationPolicy.EscalationPolicyConfig has no num_lops"]
    assert check_terraform(text.replace('    "helena": {"email"', '    "helga": {"email"', 1)) != []


def test_pagerduty_gets_ids_where_the_catalog_has_them_and_no_schedule() -> None:
    found = loaded({"catalog/all.yaml": PAGED.replace("TEXT", "Text")})
    form = exports.load_format("pagerduty")
    built = form.build(found.catalog, found.sources)
    assert {id: value for id, value in built.items.items() if not id.startswith("resource pagerduty_service")} == {
        "data pagerduty_user ana": {"email": "ana@shop.example"},
        "data pagerduty_schedule turn": {"name": "Text"},
        "resource pagerduty_escalation_policy pages": {
            "name": "Text",
            "rule": [
                {"escalation_delay_in_minutes": 2, "target": [
                    {"type": "schedule_reference", "id": "${data.pagerduty_schedule.turn.id}"},
                    {"type": "schedule_reference", "id": "PX1"},
                ]},
                {"escalation_delay_in_minutes": 30, "target": [{"type": "user_reference", "id": "${data.pagerduty_user.ana.id}"}]},
            ],
        },
    }  # fmt: skip
    assert built.losses == (
        "assumed to exist in PagerDuty, because Terraform looks them up by name (1): rotation:turn",
        "targets left out, because PagerDuty cannot notify them (1): pages (rotation:other)",
        "policies with a level that is left out, because PagerDuty knows none of its targets (1): pages",
        "assumed to exist in PagerDuty, because Terraform looks them up by email address (1): person:ana",
        "policies with a level without `wait`, which gets 30 minutes (1): pages",
        "policies without their channels, urgency, attempts, hold, failsafe and next policy, which have no place (1): pages",
        "left out, because the format has no such kind: Team (1)",
    )


PAGED = several(
    doc("Service", "one", "owner: web", "title: TEXT", "description: TEXT", "escalation: pages"),
    doc("Team", "web", "members: [ana]"),
    doc("Person", "ana", "email: ana@shop.example"),
    doc("Rotation", "turn", "title: TEXT", "team: web", "layers: []"),
    doc("Rotation", "known", "team: web", "external: {provider: PagerDuty, id: PX1}"),
    doc("Rotation", "other", "team: web", "external: {provider: opsgenie, id: O1}"),
    doc(
        "Escalation", "pages", "title: TEXT", "team: web", "end: stop", "tiers:",
        "  - {notify: [rotation:turn, rotation:known], wait: 90s}",
        "  - {notify: [rotation:other], wait: 5m}",
        "  - {notify: [person:ana]}",
    ),
)  # fmt: skip


def test_grafana_gets_the_routes_of_alertmanager_and_the_email_addresses() -> None:
    [found] = read_yaml(export("grafana"))
    [routes] = [each["route"]["routes"] for each in read_yaml(export("alertmanager"))]
    [tree] = found["policies"]
    assert (found["apiVersion"], tree["orgId"], tree["receiver"]) == (1, 1, "grafana-default-email")
    reached = [(each["receiver"], "{}={}".format(*each["object_matchers"][0][::2])) for each in tree["routes"]]
    assert reached == [(each["receiver"], each["matchers"][0].replace('"', "")) for each in routes]
    emails = {each["name"]: each["receivers"] for each in found["contactPoints"]}
    assert emails["storefront"] == [
        {"uid": "ownercat-storefront", "type": "email", "settings": {"addresses": "storefront@shop.example"}}
    ]
    assert {each["receiver"] for each in tree["routes"]} == emails.keys()


def test_grafana_runs_no_variable_and_gets_no_team_without_an_address() -> None:
    team = ["members: [ana]", "contacts: {email: web@shop.example}"]
    symptoms = ["CartDown", "${GF_SECRET}"]
    service = [f"symptoms: [{{id: down, severity: sev1, alerts: [{', '.join(map(quoted, symptoms))}]}}]"]
    files = {"catalog/all.yaml": several(doc("Service", "cart", "owner: web", *service), doc("Team", "web", *team))}
    text = export("grafana", files)
    assert "CartDown" in text and "web@shop.example" in text and "$" not in text
    without = {path: each.replace("web@shop", "${X}@shop") for path, each in files.items()}
    [found] = read_yaml(export("grafana", without))
    assert found == {"apiVersion": 1, "policies": [{"orgId": 1, "receiver": "grafana-default-email"}]}
    for each in STRINGS.values():
        assert "$" not in export("grafana", hostile(each))
        assert len(read_yaml(export("grafana", hostile(each)))) == 1


def call(program: str | None, *arguments: object, code: int = 0) -> str:
    """Run a program, and return its output."""
    done = subprocess.run([str(program), *map(str, arguments)], capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


@needs_amtool
def test_alertmanager_sends_every_alert_to_the_owner(tmp_path: Path) -> None:
    config = tmp_path / "alertmanager.yml"
    config.write_text(export("alertmanager"), encoding="utf-8")
    assert "SUCCESS" in call(AMTOOL, "check-config", config)
    catalog = loaded(SAMPLE).catalog
    services = list(catalog.of(Service))
    expected = {f"service={each.name}": each.owner.name for each in services}
    expected |= {f"alertname={name}": each.owner.name for each in services for s in each.symptoms for name in s.alerts}
    assert len(expected) > 50
    test = ("config", "routes", "test", "--config.file", config)
    found = {label: call(AMTOOL, *test, label).strip() for label in expected}
    assert found == expected
    assert call(AMTOOL, *test, "alertname=Other").strip() == "ownercat-unassigned"


@needs_amtool
def test_alertmanager_sends_a_shared_alert_to_both_owners(tmp_path: Path) -> None:
    symptom = "symptoms: [{id: down, severity: sev1, alerts: [Down]}]"
    files = [doc("Service", "one", "owner: a", symptom), doc("Service", "two", "owner: b", symptom)]
    config = tmp_path / "alertmanager.yml"
    config.write_text(export("alertmanager", {"catalog/all.yaml": several(*files, doc("Team", "a"), doc("Team", "b"))}))
    assert call(AMTOOL, "config", "routes", "test", "--config.file", config, "alertname=Down").strip() == "a,b"


@needs_amtool
def test_alertmanager_refuses_a_route_without_a_receiver(tmp_path: Path) -> None:
    config = tmp_path / "alertmanager.yml"
    config.write_text(export("alertmanager").replace("- name: storefront", "- name: other"), encoding="utf-8")
    call(AMTOOL, "check-config", config, code=1)


@needs_promtool
def test_prometheus_joins_every_alert_with_its_owner(tmp_path: Path) -> None:
    (tmp_path / "rules.yml").write_text(export("prometheus"), encoding="utf-8")
    assert "SUCCESS" in call(PROMTOOL, "check", "rules", tmp_path / "rules.yml")
    services = list(loaded(SAMPLE).catalog.of(Service))
    alerts = {name: each for each in services for symptom in each.symptoms for name in symptom.alerts}
    assert len(alerts) > 20
    tests = [
        {
            "expr": f'count by (alertname, service, team) (ownercat_alert_info{{alertname="{name}"}})',
            "eval_time": "1m",
            "exp_samples": [
                {"labels": f'{{alertname="{name}", service="{each.name}", team="{each.owner.name}"}}', "value": 1}
            ],
        }
        for name, each in alerts.items()
    ]
    unit = {"rule_files": ["rules.yml"], "tests": [{"interval": "1m", "promql_expr_test": tests}]}
    (tmp_path / "test.yml").write_text(json.dumps(unit), encoding="utf-8")
    assert "SUCCESS" in call(PROMTOOL, "test", "rules", tmp_path / "test.yml")
    tests[0]["exp_samples"][0]["value"] = 2  # type: ignore[index]
    (tmp_path / "test.yml").write_text(json.dumps(unit), encoding="utf-8")
    call(PROMTOOL, "test", "rules", tmp_path / "test.yml", code=1)


@needs_amtool
@needs_promtool
def test_monitoring_accepts_hostile_texts(tmp_path: Path) -> None:
    for number, text in enumerate(STRINGS.values()):
        path = tmp_path / f"{number}.yml"
        path.write_text(export("alertmanager", hostile(text)), encoding="utf-8")
        call(AMTOOL, "check-config", path)
        path.write_text(export("prometheus", hostile(text)), encoding="utf-8")
        call(PROMTOOL, "check", "rules", path)


@pytest.mark.parametrize("slug", STRINGS)
def test_a_spreadsheet_and_a_program_read_hostile_texts(slug: str) -> None:
    files = hostile(STRINGS[slug])
    rows = list(csv.DictReader(io.StringIO(export("csv", files), newline="")))
    lines = [json.loads(line) for line in export("jsonl", files).splitlines()]
    assert [row["name"] for row in rows] == [line["name"] for line in lines]
    assert all(None not in row and None not in row.values() for row in rows)  # every row has every column
    assert not any(str(value).startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for value in row.values())
    for form in ("csv", "jsonl"):
        found = exports.load_format(form).read(export(form, files).encode("utf-8", "surrogateescape"))
        assert len(found) == len(lines)


def test_csv_and_json_lines_have_every_entity_and_reference() -> None:
    catalog = loaded(SAMPLE).catalog
    lines = [json.loads(line) for line in export("jsonl").splitlines()]
    entities = [line for line in lines if line["record"] == "entity"]
    assert [(each["kind"], each["name"]) for each in entities] == list(catalog.entities)
    owner = next(each for each in entities if each["name"] == "checkout" and each["kind"] == "Service")
    assert owner == {
        "record": "entity", "kind": "Service", "name": "checkout", "title": "Checkout", "owner": "storefront", "tier": 1,
        "lifecycle": "production", "path": "catalog/services/checkout/ownership.yaml", "line": 4,
    }  # fmt: skip
    needed = {(each["name"], each["toName"], each["mode"]) for each in lines if each.get("relation") == "dependency"}
    assert needed == {
        (service.key, catalog.find(each.service).key, each.mode)  # type: ignore[union-attr]
        for (kind, _), service in catalog.entities.items()
        if kind == "Service"
        for each in service.depends_on  # type: ignore[attr-defined]
    }
    rows = list(csv.DictReader(io.StringIO(export("csv"), newline="")))
    assert rows == [{key: str(line.get(key, "")) for key in rows[0]} for line in lines]
