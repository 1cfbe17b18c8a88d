"""``ownercat escalate``: a table that a tired person can trust."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import tzdata
from jsonschema import Draft7Validator, FormatChecker

from ownercat import __version__
from ownercat.cli import main
from tests.commands.conftest import Run, Runner
from tests.oncall.making import utc
from tests.repositories import Repository

ROOT = Path(__file__).parents[2]
EXPECTED = Path(__file__).parent / "expected"
SCHEMA = json.loads((ROOT / "schemas" / "output" / "escalate.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft7Validator(SCHEMA, format_checker=FormatChecker())
HEAD = "apiVersion: ownercat/v1\n"
NIGHT = "2026-11-22T03:12+01:00"


def doc(kind: str, name: str, rest: str = "") -> str:
    return f"{HEAD}kind: {kind}\nname: {name}\n{rest}\n"


ANA = "title: Ana Ruiz\ntimeZone: Europe/Madrid\ncontacts: [push, phone, sms]"
BO = "title: Bo Chen\ntimeZone: Europe/Madrid\ncontacts: [push, phone, sms]"
TIERS = """onEmpty: wait
tiers:
  - {name: on-call, notify: [rotation:first], via: [push], wait: 5m, inform: [severity, service]}
  - {name: second, notify: [person:bo], via: [push, phone], wait: 5m, inform: [severity, service]}
failsafe: {via: [sms], to: person:bo, after: 15m}
end: stop"""
LAYER = "layers: [{timeZone: Europe/Madrid, members: [ana], from: 2026-01-05, %s}]"
SLA = "service: pay\nexternal: true\noutcome: It pays.\ntargets: {sev1: {ack: %s}}"


def catalog(
    ana: str = ANA,
    bo: str = BO,
    urgent: str = TIERS,
    layer: str = "",
    ack: str = "10m",
    hours: str = "",
) -> dict[str, str]:
    """A service whose page goes to a rotation of one, and then to Bo."""
    return {
        "catalog/pay.yaml": doc("Service", "pay", "title: Pay\nowner: till\nescalation: urgent"),
        "catalog/till.yaml": doc("Team", "till", "members: [ana, bo]"),
        "catalog/ana.yaml": doc("Person", "ana", ana),
        "catalog/bo.yaml": doc("Person", "bo", bo),
        "catalog/first.yaml": doc(
            "Rotation", "first", f"title: First line\nteam: till\n{LAYER % layer}".replace(", }", "}")
        ),
        "catalog/urgent.yaml": doc("Escalation", "urgent", f"team: till\n{urgent}"),
        "catalog/sla.yaml": doc("SLA", "contract", SLA % ack + (f"\nhours: {hours}" if hours else "")),
    }


@pytest.fixture(autouse=True)
def a_night_at_80_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr("ownercat.sessions.instants._get_current_minute", lambda: utc("2026-11-22T02:12"))


@pytest.fixture
def sample(parsed_once: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Runner:
    """Ask the sample catalog."""
    monkeypatch.chdir(ROOT)

    def runner(*arguments: str) -> Run:
        return Run(main(("escalate", *arguments)), *capsys.readouterr())

    return runner


def valid(out: str) -> Any:
    value = json.loads(out)
    VALIDATOR.validate(value)
    return value


def table(done: Run) -> list[str]:
    """The rows of the table."""
    return done.out.split("\n\n")[1].rstrip("\n").split("\n")


def verdict(done: Run) -> str:
    """What follows the table, on one line."""
    return " ".join(done.out.split("\n\n")[2].split())


# --- the sample catalog, as people see it ---

SHOWN = {
    # this local time does not exist: at 01:00 UTC the clocks go from 02:00 to 03:00
    "dst": ("checkout", "--severity", "sev1", "--at", "2027-03-28T02:30+01:00"),
    "no-answer": ("checkout", "--no-answer"),
    "channel-down": ("checkout", "--channel-down", "pagerduty", "--channel-down", "phone"),
    "worst": ("chatbot", "--worst", "--severity", "sev3"),
    "low": ("checkout", "--severity", "sev4"),
    "symptom": ("CheckoutPaymentErrors",),
    "wide": ("checkout",),
    "narrow": ("checkout",),
    "verbose": ("payment", "-v"),
    "markdown": ("checkout", "--format", "markdown", "--channel-down", "push"),
}
WIDTHS = {"wide": 140, "narrow": 60}


@pytest.mark.parametrize("name", SHOWN)
def test_whole_answers(sample: Runner, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("COLUMNS", str(WIDTHS.get(name, 80)))
    ending = "md" if name == "markdown" else "txt"
    assert sample(*SHOWN[name]) == (0, (EXPECTED / f"escalate-{name}.{ending}").read_text(encoding="utf-8"), "")


def services() -> list[str]:
    return sorted(path.name for path in (ROOT / "catalog" / "services").iterdir() if path.is_dir())


@pytest.mark.parametrize("service", services())
def test_json_of_every_service_keeps_its_schema(sample: Runner, service: str) -> None:
    for given in ((), ("--worst",), ("--no-answer", "--channel-down", "push")):
        done = sample(service, "--format", "json", *given)
        assert (done.code, done.err) == (0, "")
        assert len(valid(done.out)["pages"]) == 1


@pytest.mark.parametrize("width", [60, 80, 120])
def test_every_service_fits_the_width(sample: Runner, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    for service in services():
        for line in sample(service, "--no-answer").out.split("\n"):
            assert line == line.rstrip()
            assert len(line) <= width


def test_times_that_do_not_exist_are_never_shown(sample: Runner) -> None:
    """From ten minutes before the gap on, every quarter of an hour is one that a clock in Madrid shows."""
    value = valid(sample("checkout", "--at", "2027-03-28T00:50Z", "--no-answer", "--format", "json").out)
    times = [entry["time"] for entry in value["pages"][0]["entries"]]
    assert [time for time in times if time.startswith("2027-03-28T02:")] == []
    assert (times[0], times[-1]) == ("2027-03-28T01:50:00+01:00", "2027-03-28T06:20:00+02:00")


# --- what is said, and what is not ---


def test_a_page_in_time(run: Runner) -> None:
    done = run("escalate", "pay", files=catalog())
    assert (done.code, done.err) == (0, "")
    assert table(done) == [
        " t+0    03:12  Ana Ruiz (First line)  push",
        "               level on-call · information: severity, service",
        " t+5m   03:17  Bo Chen                push, phone",
        "               level second · information: severity, service",
        " t+15m  03:27  if nothing got through: sms to Bo Chen",
    ]
    assert verdict(done) == (
        "responder immediately (03:12): Ana Ruiz (level on-call) SLA contract promises ack 10m to customers: met, 10m to spare"
        " end t+10m (03:22) escalation ends: no further pages"
    )


VERDICTS = {
    "too late": (
        catalog(layer="windows: [{from: '08:00', to: '20:00'}]", ack="4m"),
        "responder after 5m (03:17): Bo Chen (level second) delays: on-call 5m SLA contract promises ack 4m to customers: missed by 1m",
    ),
    "just in time": (
        catalog(layer="windows: [{from: '08:00', to: '20:00'}]", ack="5m"),
        "responder after 5m (03:17): Bo Chen (level second) delays: on-call 5m SLA contract promises ack 5m to customers: met exactly",
    ),
    "the sum": (
        catalog(urgent=TIERS.replace("onEmpty", "hold: 2m\nonEmpty"), ack="4m", layer="until: 2026-11-01"),
        "responder after 7m (03:19): Bo Chen (level second) delays: hold 2m + on-call 5m = 7m"
        " SLA contract promises ack 4m to customers: missed by 3m",
    ),
    "own rules": (
        catalog(ana=f"{ANA}\nnotify: {{high: [{{via: phone, after: 3m}}]}}", urgent=TIERS.replace("via: [push], ", "")),
        "responder after 3m (03:15): Ana Ruiz (level on-call) delays: own rules in on-call 3m SLA contract promises ack 10m to"
        " customers: met, 7m to spare",
    ),
    "nobody wakes": (
        catalog(urgent="tiers: [{name: chat, notify: [person:bo], via: [chat]}]\nend: stop"),
        "responder nobody wakes SLA contract promises ack 10m to customers: missed",
    ),
    "nobody knows who": (
        {
            **catalog(urgent="tiers: [{name: a, notify: [team:till], via: [push]}]\nend: stop"),
            "catalog/first.yaml": doc("Rotation", "first", "team: till\nrole: secondary"),
        },
        "responder unknown: the person on call for till is unknown no proved level wakes a person"
        " SLA contract promises ack 10m to customers: unknown",
    ),
    "low urgency": (
        catalog(urgent=TIERS.replace("inform", "urgency: low, inform")),
        "responder nobody wakes SLA contract promises ack 10m to customers: missed",
    ),
    "nothing promised": (
        {**catalog(), "catalog/sla.yaml": doc("SLA", "contract", SLA.replace("sev1: {ack: %s}", "sev2: {ack: 5m}"))},
        "responder immediately (03:12): Ana Ruiz (level on-call) no SLA promises an ack time for this severity",
    ),
    "not at this time": (
        catalog(hours="{timeZone: Europe/Madrid, days: [mon, tue, wed, thu, fri], from: '09:00', to: '17:00'}"),
        "responder immediately (03:12): Ana Ruiz (level on-call) SLA contract (mon–fri 09:00–17:00 Europe/Madrid) promises"
        " ack 10m to customers: does not apply at this time",
    ),
}


@pytest.mark.parametrize("name", VERDICTS)
def test_the_promise_is_held_against_the_first_human(run: Runner, name: str) -> None:
    files, said = VERDICTS[name]
    assert verdict(run("escalate", "pay", files=files)).startswith(f"{said} ")


def test_the_strictest_promise_that_holds_now_counts(run: Runner) -> None:
    files = catalog(ack="5m", hours="{timeZone: UTC, from: '09:00', to: '17:00'}")
    files["catalog/sla2.yaml"] = doc("SLA", "weaker", SLA % "20m")
    assert "SLA weaker promises ack 20m to customers: met, 20m to spare" in verdict(run("escalate", "pay", files=files))
    day = run("escalate", "pay", "--at", "2026-11-23T10:00Z")
    assert "SLA contract (09:00–17:00 UTC) promises ack 5m to customers: met, 5m to spare" in verdict(day)


def test_a_service_that_nobody_is_paged_for(run: Runner) -> None:
    files = {**catalog(), "catalog/pay.yaml": doc("Service", "pay", "owner: till\nlifecycle: retired")}
    done = run("escalate", "pay", files=files)
    assert (done.code, done.err) == (0, "")
    assert done.out.endswith("\n page        no pages: the service is retired\n")


def test_a_service_without_an_escalation(run: Runner) -> None:
    done = run("escalate", "pay", files={**catalog(), "catalog/pay.yaml": doc("Service", "pay", "owner: till")})
    assert (done.code, done.err) == (0, "ownercat: service pay has no escalation policy for sev1\n")


# --- the worst instant ---


def test_the_worst_instant_and_why(run: Runner) -> None:
    done = run("escalate", "pay", "--worst", files=catalog(layer="windows: [{from: '08:00', to: '02:00'}]"))
    assert done.out.split("\n\n")[0].split("\n")[1:] == [
        "Slowest response in the next 400 days: the first responder wakes after 5m if the",
        "  alert fires from Sun 2026-11-22 03:12 until 08:00 in Madrid.",
        "Cause: level on-call has nobody on call: no window of any layer is open.",
        "The alert fires Sun 2026-11-22 03:12 in Madrid (02:12 UTC). Times are in Madrid.",
    ]


def test_the_worst_instant_is_made_by_daylight_saving(run: Runner) -> None:
    """London until 20:00 and Singapore from 03:00, local times: an hour is missing on each day of summer."""
    files = catalog(bo=BO.replace("Europe/Madrid", "Asia/Singapore"))
    files["catalog/first.yaml"] = doc(
        "Rotation", "first",
        "team: till\nlayers:\n"
        "  - {id: london, timeZone: Europe/London, members: [ana], windows: [{from: '08:00', to: '20:00'}]}\n"
        "  - {id: singapore, timeZone: Asia/Singapore, members: [bo], windows: [{from: '04:00', to: '16:00'}]}\n",
    )  # fmt: skip
    done = run("escalate", "pay", "--worst", files=files)
    assert (
        "Slowest response in the next 400 days: the first responder wakes after 5m if the alert fires from Mon 2027-03-29"
        " 03:00 until 04:00 in Singapore. Cause: level on-call has nobody on call: daylight saving moves layer london (Europe/London)"
        " and layer singapore (Asia/Singapore) apart."
    ) in " ".join(done.out.split())
    value = valid(run("escalate", "pay", "--worst", "--format", "json").out)["pages"][0]["worst"]
    assert (value["seconds"], value["always"]) == (300, False)
    assert (value["start"], value["end"]) == ("2027-03-29T03:00:00+08:00", "2027-03-29T04:00:00+08:00")


def test_the_worst_instant_lies_in_the_hours_of_the_promise(run: Runner) -> None:
    files = catalog(
        layer="windows: [{from: '08:00', to: '10:00'}]", hours="{timeZone: Europe/Madrid, from: '09:00', to: '11:00'}"
    )
    worst = valid(run("escalate", "pay", "--worst", "--format", "json", files=files).out)["pages"][0]["worst"]
    assert (worst["start"], worst["hours"]) == ("2026-11-22T10:00:00+01:00", "09:00–11:00 Europe/Madrid")


def test_where_every_instant_is_alike(run: Runner) -> None:
    done = run("escalate", "pay", "--worst", files=catalog())
    assert "At every instant in the next 400 days, the first responder wakes immediately.\n" in done.out
    assert "The alert fires Sun 2026-11-22 03:12 in Madrid (02:12 UTC). Times are in Madrid.\n" in done.out


# --- nobody reacts, and channels that are down ---


def test_rounds_hand_over_and_the_end(run: Runner) -> None:
    urgent = TIERS.replace(
        "end: stop", "ackTimeout: 20m\nrepeat: {times: 1, every: 10m, to: second}\nend: {handoff: last}"
    )
    files = catalog(urgent=urgent)
    files["catalog/last.yaml"] = doc("Escalation", "last", "team: till\ntiers: [{notify: [person:ana]}]\nend: stop")
    done = run("escalate", "pay", "--no-answer", files=files)
    assert [line for line in table(done) if not line.endswith("information: severity, service")] == [
        " t+0    03:12  Ana Ruiz (First line)  push",
        " t+5m   03:17  Bo Chen                push, phone",
        "               round 2",
        " t+15m  03:27  Bo Chen                push, phone",
        " t+15m  03:27  if nothing got through: sms to Bo Chen",
        " t+20m  03:32  continues with escalation last",
        " t+20m  03:32  Ana Ruiz               push, phone, sms",
        " then          escalation ends: no further pages",
    ]
    assert "acknowledged but not resolved: pages again after 20m" in verdict(done)


def test_a_loop_ends(run: Runner) -> None:
    files = catalog(urgent=TIERS.replace("end: stop", "end: {handoff: other}"))
    files["catalog/other.yaml"] = doc(
        "Escalation", "other", "team: till\ntiers: [{notify: [escalation:urgent], wait: 1m}]\nend: {handoff: urgent}"
    )
    done = run("escalate", "pay", files=files)
    assert "escalation ends: escalation urgent would start a second time" in verdict(done)


def test_a_thousand_rounds_are_cut_and_said(run: Runner) -> None:
    files = catalog(urgent=TIERS.replace("end: stop", "repeat: {times: 1000, every: 1m}\nend: stop"))
    done = run("escalate", "pay", "--no-answer", files=files)
    assert len(done.out.split("\n")) < 80
    assert " more (-v shows all)" in done.out
    assert "and so on" in done.out
    assert len(run("escalate", "pay", "--no-answer", "-v").out.split("\n")) > 200


DOWN = {
    "a channel takes its provider with it": (
        "push",
        "channels: {push: {medium: push, provider: pd}, phone: {medium: phone, provider: pd}, sms: {medium: sms, provider: sms}}",
        "Down: push, and phone of the same provider (pd); nothing arrives at level on-call and level second.",
        "responder after 15m (03:27): Bo Chen (failsafe) SLA contract promises ack 10m to customers: missed by 5m",
    ),
    "a provider": (
        "pd",
        "channels: {push: {medium: push, provider: pd}, phone: {medium: phone, provider: tel}, sms: {medium: sms, provider: sms}}",
        "Down: push (pd); nothing arrives at level on-call.",
        "responder after 5m (03:17): Bo Chen (level second) delays: on-call 5m SLA contract promises ack 10m to customers: met,"
        " 5m to spare",
    ),
    "a channel that nobody uses": (
        "chat",
        "channels: {push: {medium: push, provider: pd}, phone: {medium: phone, provider: tel}, chat: {medium: chat, provider: irc}}",
        "Down: chat (irc); every level still delivers.",
        "responder immediately (03:12): Ana Ruiz (level on-call) SLA contract promises ack 10m to customers: met, 10m to spare",
    ),
}


@pytest.mark.parametrize("name", DOWN)
def test_a_channel_is_down(run: Runner, name: str) -> None:
    channel, policy, said, judged = DOWN[name]
    done = run(
        "escalate",
        "pay",
        "--channel-down",
        channel,
        files={**catalog(), "catalog/policy.yaml": doc("Policy", "shop", policy)},
    )
    assert f"{said} The alert fires" in " ".join(done.out.split())
    assert verdict(done).startswith(f"{judged} ")


def test_a_tier_that_nobody_hears_says_so(run: Runner) -> None:
    done = run("escalate", "pay", "--channel-down", "push", files=catalog())
    assert table(done)[0] == " t+0    03:12  Ana Ruiz (First line)  nothing arrives: push is down"
    assert table(done)[2] == " t+5m   03:17  Bo Chen                phone (push is down)"


@pytest.mark.parametrize(
    ("name", "help"),
    [
        ("pusj", "did you mean push?"),
        ("carrier-pigeon", "use one of chat, email, phone, push, sms, status or ticket"),
        ("\x1b[2J", "use one of chat, email, phone, push, sms, status or ticket"),
    ],
)
def test_a_channel_that_does_not_exist(run: Runner, name: str, help: str) -> None:
    shown = name.replace("\x1b", "\\x1b")
    assert run("escalate", "pay", "--channel-down", name, files=catalog()) == (
        2, "", f"ownercat: the policy has no channel or provider {shown}\nhelp: {help}\n",
    )  # fmt: skip


# --- what was asked for ---


def test_a_typo(run: Runner) -> None:
    assert run("escalate", "pya", files=catalog()) == (
        1,
        "",
        "ownercat: not found: no service, alias, alert, symptom or path has the name pya\nhelp: did you mean pay (service)?\n",
    )
    value = valid(run("escalate", "pya", "--format", "json").out)
    assert (value["pages"], value["notFound"][0]["query"]) == ([], "pya")


@pytest.mark.parametrize(
    ("severity", "shown", "help"),
    [
        ("sve2", "sve2", "did you mean sev2?"),
        ("p\x1b0", "p\\x1b0", "use one of sev1, sev2, sev3 or sev4"),
    ],
)
def test_a_severity_that_nobody_knows_is_refused(run: Runner, severity: str, shown: str, help: str) -> None:
    for command in (("escalate", "pay"), ("who", "pay"), ("who", "till")):
        assert run(*command, "--severity", severity, files=catalog()) == (
            2, "", f"ownercat: the policy has no severity {shown}\nhelp: {help}\n",
        )  # fmt: skip


def test_the_version_names_the_time_zone_data(run: Runner) -> None:
    assert run("--version").out == f"ownercat, version {__version__}\n"
    for given in (("--version", "-v"), ("-v", "--version")):
        lines = run(*given).out.split("\n")
        assert lines[2] == f"time zone data {tzdata.IANA_VERSION} (tzdata {tzdata.__version__})"


def test_a_severity_is_matched_without_case(run: Runner) -> None:
    done = run("escalate", "pay", "--severity", "SEV2", files=catalog())
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("service pay · Pay · tier 3 · sev2 page · escalation urgent")


def test_a_symptom_that_nobody_knows(run: Runner) -> None:
    done = run("escalate", "pay", "--symptom", "x\x1b", files=catalog())
    assert (done.code, done.err) == (0, "ownercat: service pay has no symptom x\\x1b\n")


def test_a_symptom_chooses_the_route(run: Runner) -> None:
    routes = "symptoms: [{id: slow, severity: sev2, alerts: [PaySlow]}]"
    files = catalog()
    files["catalog/pay.yaml"] = doc(
        "Service", "pay", f"owner: till\nescalation: [{{symptom: slow, policy: calm}}, {{policy: urgent}}]\n{routes}"
    )
    files["catalog/calm.yaml"] = doc("Escalation", "calm", "team: till\ntiers: [{notify: [person:bo]}]\nend: stop")
    assert run("escalate", "pay", "--symptom", "slow", files=files).out.startswith(
        "service pay · tier 3 · sev2 page for slow · escalation calm"
    )
    assert run("escalate", "PaySlow").out.startswith("service pay · tier 3 · sev2 page for slow · escalation calm")
    assert run("escalate", "pay").out.startswith("service pay · tier 3 · sev2 page · escalation urgent")


def test_in_another_revision(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], run: Runner
) -> None:
    repository.write(catalog())
    repository.git("add", "-A")
    assert repository.commit("as it was").returncode == 0
    repository.write(catalog(urgent="tiers: [{notify: [person:bo]}]\nend: stop"))
    monkeypatch.chdir(repository.root)
    assert (
        table(run("escalate", "pay"))[0].startswith(" t+0  03:12   Bo Chen")
        or "Bo Chen" in table(run("escalate", "pay"))[0]
    )
    assert "Ana Ruiz" in table(run("escalate", "pay", "--rev", "HEAD"))[0]


def test_nothing_readable_is_incomplete(run: Runner) -> None:
    done = run("escalate", "pay", files={"catalog/pay.yaml": "a: [\n"})
    assert (done.code, done.out) == (3, "")


# --- hostile catalogs end in an answer ---

HOSTILE = {
    "a zone that does not exist": catalog(ana=ANA.replace("Europe/Madrid", "Mars/Olympus")),
    "turns of a second": catalog(layer="turn: {every: 1s}"),
    "ten thousand overrides": {
        **catalog(),
        "catalog/first.yaml": doc(
            "Rotation", "first",
            "team: till\nlayers: [{timeZone: UTC, members: [ana], from: 2026-01-05}]\noverrides: ["
            + ",".join(["{from: 2026-11-20, to: 2026-11-25, remove: ana, add: bo}"] * 10_000) + "]",
        ),
    },
    "waits of centuries": catalog(urgent=TIERS.replace("wait: 5m", "wait: 9000w")),
    "an escalation that notifies itself": catalog(urgent=TIERS.replace("rotation:first", "escalation:urgent")),
    "nobody who exists": catalog(urgent=TIERS.replace("person:bo", "person:ghost")),
    "no waits": catalog(urgent=TIERS.replace("wait: 5m, ", "")),
    "names of markup and control characters": {
        **catalog(ana='title: "a|b\\e[2J<script>@all"\ncontacts: [push]'),
    },
}  # fmt: skip


@pytest.mark.usefixtures("parsed_once")
@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("given", [(), ("--worst",), ("--no-answer",), ("--channel-down", "push")], ids=" ".join)
def test_hostile_catalogs_end_in_an_answer(run: Runner, name: str, given: tuple[str, ...]) -> None:
    done = run("escalate", "pay", *given, files=HOSTILE[name])
    assert done.code == 0
    assert "\x1b" not in done.out + done.err
    page = run("escalate", "pay", *given, "--format", "markdown").out
    assert "<script>" not in page
    rows = [line for line in page.split("\n") if line.startswith("|")]
    assert {len(row.replace("\\|", "").split("|")) for row in rows} <= {7}
    valid(run("escalate", "pay", *given, "--format", "json").out)
