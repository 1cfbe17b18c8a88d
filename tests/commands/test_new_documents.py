"""What ``ownercat new`` writes passes ``check``: each kind and tier, on the sample and on a first catalog."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from ownercat.diagnostics import Severity
from ownercat.documents.loader import LoadedCatalog
from ownercat.documents.scope import Scope
from ownercat.model import ALWAYS, Rotation, Service, Team
from ownercat.oncall.calendar import build_calendar
from ownercat.oncall.coverage import compute_coverage
from ownercat.oncall.intervals import list_pieces
from ownercat.oncall.rotation import build_timeline
from ownercat.repository.trees import Memory
from ownercat.sessions.pilots import Clue, Pilot, build_catalog
from ownercat.sessions.shifts import RotationPlace, parse_place, render_layers
from ownercat.sessions.templating import KINDS, DocumentAuthor, NewAnswers
from ownercat.sessions.workspace import Workspace
from tests.catalogs import TODAY, check, line, loaded, said
from tests.test_sample import SAMPLE

pytestmark = pytest.mark.usefixtures("parsed_once")
FIRST = dict(build_catalog("catalog", Pilot(Clue("web", "", 0), Clue("shop", "", 0), (Clue("ana", "", 0),))))
CATALOGS = {"the sample": SAMPLE, "a first catalog": FIRST}
NEEDS_SERVICE = ("SLA", "Runbook", "Expectation", "Drill", "Incident", "Journey")


def author(files: dict[str, str]) -> DocumentAuthor:
    """An author for a catalog in memory."""
    workspace = Workspace(Path("/"), Path("/"), Memory(files), Scope("catalog"), cast("Any", None), in_git=False)
    return DocumentAuthor(workspace, loaded(files))


def write(files: dict[str, str], kind: str, **answers: Any) -> dict[str, str]:
    """The files of a catalog with a new document of a kind."""
    found = author(files).build(kind, NewAnswers(today=TODAY, **answers))
    new = {document.path: document.text for document in found}
    assert not new.keys() & files.keys()
    return {**files, **new}


def errors(files: dict[str, str]) -> list[str]:
    return [line(each) for each in check(files).diagnostics if each.severity == Severity.ERROR]


def first(known: LoadedCatalog, kind: type) -> str:
    return str(next(known.catalog.of(kind)).name)


@pytest.mark.parametrize("tier", [1, 2, 3, 4])
@pytest.mark.parametrize("catalog", CATALOGS)
def test_services_and_escalations_of_each_tier(catalog: str, tier: int) -> None:
    files = CATALOGS[catalog]
    known = loaded(files)
    for team in [each.name for each in known.catalog.of(Team)][:3]:
        after = write(files, "Service", name=f"new-{team}", team=team, tier=tier)
        after = write(after, "Escalation", name=f"own-{team}", team=team, tier=tier)
        assert errors(after) == []
        service = loaded(after).catalog.get("Service", f"new-{team}")
        assert isinstance(service, Service)
        assert service.tier == tier
        missing = [
            line(each) for each in check(after).diagnostics
            if each.name.startswith(("missing-", "stale-", "review-", "too-few-")) and f"new-{team}" in each.message
        ]  # fmt: skip
        assert missing == []


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("Service", "Escalation", "Policy")])
@pytest.mark.parametrize("catalog", CATALOGS)
def test_each_other_kind(catalog: str, kind: str) -> None:
    known = loaded(CATALOGS[catalog])
    files = CATALOGS[catalog]
    if catalog == "a first catalog" and kind in NEEDS_SERVICE:
        files = write(files, "Service", name="pay", team="web", tier=1)
    service = "pay" if catalog == "a first catalog" else "checkout"
    people = tuple(each.name for each in author(files).loaded.catalog.of(Team) for each in each.members)[:2]
    places = (RotationPlace("Europe/Madrid", people),)
    services = (service,) if kind in NEEDS_SERVICE else ()
    team = first(known, Team)
    after = write(files, kind, name="brand-new", team=team, services=services, people=people, places=places)
    assert errors(after) == []
    assert ("new-" if kind == "Policy" else "brand-new") in "".join(after.keys() - files.keys())


def test_a_first_policy() -> None:
    files = {path: text for path, text in FIRST.items() if not path.endswith("policy.yaml")}
    assert errors(write(files, "Policy", name="shop")) == []


# --- rotations ---

PLACES = [
    "Europe/Madrid",
    "Europe/Madrid America/New_York",
    "Asia/Singapore Europe/Madrid America/New_York",
    "Australia/Sydney Europe/London America/Los_Angeles",
    "Asia/Kolkata Asia/Kathmandu America/Sao_Paulo Pacific/Auckland",
    "Europe/Madrid Europe/Madrid",
    "America/Los_Angeles America/New_York Europe/London Asia/Kolkata Asia/Tokyo",
]


@pytest.mark.parametrize("zones", PLACES)
@pytest.mark.parametrize("today", [date(2026, 3, 26), date(2026, 11, 30), date(2028, 2, 29)])
def test_follow_the_sun_has_one_person_at_each_instant(zones: str, today: date) -> None:
    places = tuple(RotationPlace(zone, (name,)) for zone, name in zip(zones.split(), "abcde", strict=False))
    text = "".join(f"apiVersion: ownercat/v1\nkind: Person\nname: {name}\n---\n" for name in "abcde")
    text += "apiVersion: ownercat/v1\nkind: Team\nname: web\nmembers: [a]\n---\n"
    text += f"apiVersion: ownercat/v1\nkind: Rotation\nname: sun\nteam: web\n{render_layers(places, '24x7', today)}"
    catalog = loaded({"catalog/a.yaml": text}).catalog
    rotation = next(catalog.of(Rotation))
    calendar = build_calendar(catalog, today)
    coverage = compute_coverage(calendar, rotation, (ALWAYS,))
    assert (coverage.gaps, coverage.missing, coverage.required) == ((), 0, 400 * 86_400)
    assert said(check({"catalog/a.yaml": text}, as_of=today, select=("ROT",))) == [] or len(places) == 1
    people = {holder.person for _, _, holder in list_pieces(build_timeline(calendar, rotation).track)}
    assert people == set("abcde"[: len(places)])


@pytest.mark.parametrize("hours", ["mon-fri 09:00-17:00", "22:00-06:00", "sat-sun 00:00-24:00", "sun 01:00-03:00"])
def test_hours_of_one_place_have_no_gap(hours: str) -> None:
    layers = render_layers([parse_place("Europe/Madrid=ana,bo")], hours, TODAY - timedelta(days=1))
    text = "".join(f"apiVersion: ownercat/v1\nkind: Person\nname: {name}\n---\n" for name in ("ana", "bo"))
    text += f"apiVersion: ownercat/v1\nkind: Team\nname: web\nmembers: [ana, bo]\n---\napiVersion: ownercat/v1\nkind: Rotation\nname: r\nteam: web\n{layers}"
    assert said(check({"catalog/a.yaml": text}, select=("ROT101", "SCH", "SYN"))) == []
    assert compute_coverage_of(text).gaps == ()


def compute_coverage_of(text: str) -> Any:
    catalog = loaded({"catalog/a.yaml": text}).catalog
    rotation = next(catalog.of(Rotation))
    return compute_coverage(build_calendar(catalog, TODAY), rotation, (rotation.required,))


# --- templates ---


def test_the_template_of_an_organization_and_its_parts() -> None:
    """A key of the template stays as it is; only missing keys are added. Templates are no part of the catalog."""
    template = (
        "apiVersion: ownercat/v1\nkind: Service\nname: {{ name }}\ndescription: Ours since {{today}}.\ntier: {{ tier }}\n"
        "owner: {{ team }}\nlabels: {data: none}\nreview: {every: 90d, lastDone: 2026-11-01}\n"
    )
    files = {**SAMPLE, "catalog/templates/service.yaml": template, "catalog/templates/notes.yaml": "a: ["}
    assert said(check(files)) == []
    new = write(files, "Service", name="wishlist", team="storefront", tier=1)[
        "catalog/services/wishlist/ownership.yaml"
    ]
    assert new.startswith(template.replace("{{ name }}", "wishlist").replace("{{today}}", "2026-11-22")
                          .replace("{{ tier }}", "1").replace("{{ team }}", "storefront"))  # fmt: skip
    keys = [text.partition(":")[0] for text in new.splitlines()[8:] if text[0].isalpha()]
    assert new.endswith("\nescalation: storefront-urgent\n")
    assert keys == ["roles", "authorise", "telemetry", "testing", "change", "capacity", "escalation"]
