"""``renames``: every reference, only the names, and nothing that would mean something else."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from datetime import date
from functools import cache

import pytest
from benchmarks import generate
from hypothesis import given, settings
from hypothesis import strategies as st

from ownercat.documents.scope import Scope
from ownercat.edits.renames.planning import plan_rename
from ownercat.edits.renames.values import RenamePlan, RenameRequest
from ownercat.errors import IncompleteError, UsageError
from ownercat.model import PREFIXES
from tests.catalogs import Files, check, loaded

UNTIL = date(2027, 2, 20)
HEAD = "apiVersion: ownercat/v1\n"
PEOPLE = "".join(f"---\n{HEAD}kind: Person\nname: {name}\n" for name in ("ana", "bo"))
TEAM = f"{HEAD}kind: Team\nname: web\nmembers: [ana, bo]\ncontacts: {{chat: '#web'}}\n"


def planned(
    files: Files, kind: str, old: str, new: str, until: date | None = UNTIL, dialects: tuple[str, ...] = ()
) -> RenamePlan:
    """The plan of a rename in a catalog held in memory."""
    request = RenameRequest(PREFIXES[kind], old, new, until)
    return plan_rename(loaded(files, dialects), Scope("catalog", dialects), request)


def after(files: Mapping[str, str], *rename: str, until: date | None = None, dialects: tuple[str, ...] = ()) -> str:
    """The one file that a rename edits, as text."""
    (data,) = planned(files, *rename, until=until, dialects=dialects).after.values()
    return data.decode()


def refusal(files: Files, *rename: str, until: date | None = UNTIL, dialects: tuple[str, ...] = ()) -> tuple[str, str]:
    """Why a rename is refused, and the cure."""
    with pytest.raises((UsageError, IncompleteError)) as caught:
        planned(files, *rename, until=until, dialects=dialects)
    return caught.value.message, caught.value.help


# --- references ------------------------------------------------------------------------------------------------------

EVERYWHERE = """\
# the whole of a small company; ana is not Ana
apiVersion: ownercat/v1
kind: Person
name: ana   # plain
---
apiVersion: ownercat/v1
kind: Team
name: "web"
lead: 'ana'
members: [bo, "ana",ana2, person:ana]  # in a row
labels: {ana: ana}
description: ana leads, ana decides
---
apiVersion: ownercat/v1
kind: Rotation
name: web-primary
team: web
layers:
- members:
    - ana
    - "person:ana"  # twice
    - none
  turn: {every: 1w}
overrides:
  - {from: 2026-01-01, to: 2026-01-02, remove: ana, add: bo, reason: ana is away}
---
apiVersion: ownercat/v1
kind: Escalation
name: web-urgent
team: web
tiers:
  - {notify: [rotation:web-primary, ana], via: [channel:push]}
failsafe: {to: person:ana}
---
{apiVersion: ownercat/v1, kind: Service, name: shop, owner: web, roles: {code: ana, communicate: {customers: 'ana'}}, authorise: {hotfix: [ana,'person:ana']}}
---
apiVersion: ownercat/v1
kind: Policy
name: shop
breakGlass:
  roster: [ana]
"""


def test_every_reference_changes_and_nothing_else() -> None:
    places = (
        "name: ana   #", "lead: 'ana'", '"ana",ana2', "person:ana]  #", "    - ana\n", '"person:ana"', "remove: ana,", "primary, ana]",
        "to: person:ana}", "code: ana,", "customers: 'ana'", "[ana,", "'person:ana']", "roster: [ana]",
    )  # fmt: skip
    wanted = EVERYWHERE
    for place in places:
        assert wanted.count(place) == 1
        wanted = wanted.replace(place, place.replace("ana", "ana-ruiz", 1))
    assert after({"catalog/a.yaml": EVERYWHERE}, "person", "ana", "ana-ruiz") == wanted


def test_a_reference_whose_name_belongs_to_another_kind_stays() -> None:
    text = f"{TEAM}---\n{HEAD}kind: Service\nname: web\nowner: web\ndependsOn:\n  - {{service: web}}\n{PEOPLE}"
    changed = after({"catalog/a.yaml": text}, "service", "web", "site")
    assert changed == text.replace("kind: Service\nname: web", "kind: Service\nname: site").replace(
        "{service: web}", "{service: site}"
    )


@pytest.mark.parametrize(
    ("kind", "old", "text", "wanted"),
    [
        ("rotation", "r1", "kind: Escalation\nname: e1\nteam: web\ntiers: [{notify: [r1, rotation:r1]}]", "[{notify: [r2, rotation:r2]}]"),
        ("escalation", "r1", "kind: Team\nname: web\nescalation: r1", "escalation: r2"),
        (
            "rotation", "r1",
            "kind: Expectation\nname: e1\nservice: r1\nat: 2027-03-28T02:30Z\nexpect: {pages: {t+0: [rotation:r1]}, reaches: [r1]}",
            "expect: {pages: {t+0: [rotation:r2]}, reaches: [r2]}",
        ),
        (
            "escalation", "r1",
            "kind: Expectation\nname: e1\nservice: r1\nat: 2027-03-28T02:30Z\nexpect: {policy: r1, pages: {t+5m: [escalation:r1]}}",
            "expect: {policy: r2, pages: {t+5m: [escalation:r2]}}",
        ),
        ("journey", "r1", "kind: SLA\nname: s\nservice: shop\njourney: r1", "journey: r2"),
    ],
)  # fmt: skip
def test_other_kinds_come_along(kind: str, old: str, text: str, wanted: str) -> None:
    own = f"{HEAD}kind: {PREFIXES[kind]}\nname: r1\n"
    changed = after({"catalog/a.yaml": f"{own}---\n{HEAD}{text}\n"}, kind, old, "r2", until=UNTIL)
    assert changed.startswith(own.replace("r1", "r2"))
    assert wanted in changed
    assert "aliases" not in changed


@pytest.mark.parametrize("mark", [codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_encoding_mark_and_line_ends_stay(mark: bytes) -> None:
    codec = {2: "utf-16-le", 3: "utf-8"}[len(mark)] if mark != codecs.BOM_UTF16_BE else "utf-16-be"
    text = f"# ünïcödé 😀\r\n{TEAM}---\n{HEAD}kind: Service\nname: shop\nowner: web\n"
    data = planned({"catalog/a.yaml": mark + text.encode(codec)}, "team", "web", "site").after["catalog/a.yaml"]
    wanted = text.replace("name: web\n", "name: site\naliases: [{name: web, until: 2027-02-20}]\r\n")
    assert data == mark + wanted.replace("owner: web", "owner: site").encode(codec)


def test_front_matter_of_a_markdown_runbook() -> None:
    files = {
        "catalog/a.yaml": f"{HEAD}kind: Service\nname: shop\n",
        "catalog/r.md": f"---\n{HEAD}kind: Runbook\nname: r\nservice: shop\n---\n\n# service: shop\n",
    }
    changed = planned(files, "service", "shop", "store").after["catalog/r.md"]
    assert changed.decode() == files["catalog/r.md"].replace("service: shop\n---", "service: store\n---")


@pytest.mark.parametrize(
    ("new", "written"),
    [("no", '"no"'), ("0123", '"0123"'), ("1e3", '"1e3"'), ("123", '"123"'), ("null", '"null"'), ("true", '"true"')],
)
def test_a_name_that_a_yaml_reader_takes_for_something_else_is_quoted(new: str, written: str) -> None:
    text = f"{TEAM}---\n{HEAD}kind: Service\nname: shop\nowner: web\nroles: {{code: team:web, scribe: 'web'}}\n"
    changed = after({"catalog/a.yaml": text}, "team", "web", new)
    assert f"name: {written}\n" in changed
    assert f"owner: {written}\nroles: {{code: team:{new}, scribe: '{new}'}}" in changed


def test_a_prefix_is_added_where_the_new_name_alone_means_something_else() -> None:
    files = {"catalog/a.yaml": f"{TEAM}{PEOPLE}---\n{HEAD}kind: Service\nname: shop\nroles: {{code: ana}}\n"}
    changed = after(files, "person", "ana", "web")
    assert "members: [web, bo]" in changed
    assert "roles: {code: person:web}" in changed


def test_an_anchor_carries_its_aliases_along() -> None:
    text = f"{HEAD}kind: Service\nname: shop\nowner: &o web\nroles: {{code: *o}}\n---\n{TEAM}"
    assert "owner: &o site\nroles: {code: *o}" in after({"catalog/a.yaml": text}, "team", "web", "site")


# --- the alias -------------------------------------------------------------------------------------------------------


def left(document: str) -> str:
    """A document of a service named shop after it was renamed to store."""
    return after({"catalog/a.yaml": document}, "service", "shop", "store", until=UNTIL)


ENTRY = "{name: shop, until: 2027-02-20}"
SERVICE = f"{HEAD}kind: Service\nname: shop"


@pytest.mark.parametrize(
    ("document", "wanted"),
    [
        pytest.param(f"{SERVICE}  # why\ntier: 4\n", f"name: store  # why\naliases: [{ENTRY}]\ntier: 4\n", id="after the name"),
        pytest.param(SERVICE, f"name: store\naliases: [{ENTRY}]", id="at the end of a file without a line end"),
        pytest.param(
            f"{SERVICE}\ntier: 4\n".replace("\n", "\r"), f"name: store\raliases: [{ENTRY}]\rtier: 4\r", id="with CR alone"
        ),
        pytest.param(f"{SERVICE}\r\n", f"name: store\r\naliases: [{ENTRY}]\r\n", id="with the file's line ends"),
        pytest.param(
            "  apiVersion: ownercat/v1\n  kind: Service\n  name: shop\n", f"  name: store\n  aliases: [{ENTRY}]\n", id="indented"
        ),
        pytest.param(
            "{apiVersion: ownercat/v1, kind: Service, name: shop, tier: 4}\n", f"name: store, aliases: [{ENTRY}], tier", id="flow"
        ),
        pytest.param(
            '{"apiVersion": "ownercat/v1", "kind": "Service",\n "name": "shop"}\n',
            '"name": "store", "aliases": [{"name": "shop", "until": "2027-02-20"}]}', id="JSON",
        ),
        pytest.param(
            f"{SERVICE}\naliases: [{{name: a}}]\n", f"aliases: [{{name: a}}, {ENTRY}]\n", id="one more in a flow list"
        ),
        pytest.param(
            f"{SERVICE}\naliases: [\n  {{name: a}},  # old\n]\n", f"  {{name: a}}, {ENTRY},  # old\n]", id="trailing comma"
        ),
        pytest.param(f"{SERVICE}\naliases: []\n", f"aliases: [{ENTRY}]\n", id="an empty list"),
        pytest.param(
            f"{SERVICE}\naliases:\n  # of 2020\n  - name: a\n    until: 2020-01-01  # gone\ntier: 4\n",
            f"    until: 2020-01-01  # gone\n  - {ENTRY}\ntier: 4\n", id="a block list",
        ),
        pytest.param(
            f"{SERVICE}\naliases:\n- {{name: a}}\n- {{name: b}}", f"- {{name: b}}\n- {ENTRY}", id="a block list at the end"
        ),
    ],
)  # fmt: skip
def test_the_old_name_stays_as_an_alias(document: str, wanted: str) -> None:
    assert wanted in left(document)


def test_the_file_of_an_alias_passes() -> None:
    files = {"catalog/a.yaml": f"{SERVICE}\ndescription: x\ntier: 4\nowner: web\n---\n{TEAM}{PEOPLE}"}
    assert check(planned(files, "service", "shop", "store").after).diagnostics == ()


def test_a_name_that_comes_back_changes_places_with_its_alias() -> None:
    changed = left(f"{SERVICE}\naliases:\n  - name: 'store'  # until 2020\n    until: 2020-01-01\n")
    assert "name: store\naliases:\n  - name: 'shop'  # until 2020\n    until: 2027-02-20\n" in changed


def test_there_and_back_again_gives_the_same_references() -> None:
    files = {"catalog/a.yaml": f"{TEAM}---\n{HEAD}kind: Service\nname: shop\nowner: web # x\n"}
    there = planned(files, "team", "web", "site").after
    back = planned(there, "team", "site", "web").after["catalog/a.yaml"].decode()
    assert back == files["catalog/a.yaml"].replace(
        "name: web\n", "name: web\naliases: [{name: site, until: 2027-02-20}]\n"
    )


def test_a_second_time_nothing_is_left_to_do() -> None:
    files = {"catalog/a.yaml": f"{TEAM}---\n{HEAD}kind: Service\nname: shop\nowner: web\n"}
    again = planned(planned(files, "team", "web", "site").after, "team", "web", "site")
    assert (again.subject.already, dict(again.after)) == (True, {})


def test_a_second_time_references_that_came_since_are_rewritten() -> None:
    text = f"{TEAM}aliases: [{{name: old-web}}]\n---\n{HEAD}kind: Service\nname: shop\nowner: old-web\n"
    found = planned({"catalog/a.yaml": text}, "team", "old-web", "web")
    assert found.after["catalog/a.yaml"].decode() == text.replace("owner: old-web", "owner: web")
    assert (found.subject.already, found.alias) == (True, False)


# --- refused ---------------------------------------------------------------------------------------------------------

COMPANY = {"catalog/a.yaml": f"{TEAM}aliases: [{{name: site}}]\n{PEOPLE}---\n{HEAD}kind: Team\nname: ops\n"}


@pytest.mark.parametrize(
    ("rename", "message", "help"),
    [
        pytest.param(
            ("team", "wbe", "x"), "there is no team wbe", "did you mean web?", id="a name that nothing has"),
        pytest.param(("service", "web", "x"), "there is no service web", "see ownercat who NAME", id="another kind has it"),
        pytest.param(("team", "web", "ops"), "team ops already exists, in catalog/a.yaml", "choose another name", id="taken"),
        pytest.param(("team", "ops", "site"), "site is an alias of team web", "choose another name", id="taken by an alias"),
        pytest.param(
            ("team", "site", "x"), "site is an alias of team web", "ownercat rename team web x", id="an alias in place of the name"
        ),
        pytest.param(
            ("team", "web", "Web Team"), "Web Team is not a valid name",
            "a name has lower-case letters, digits and inner hyphens, at most 63 of them", id="no name",
        ),
        pytest.param(
            ("team", "web", "x\x1b[31m\n"), "x\\x1b[31m\\x0a is not a valid name",
            "a name has lower-case letters, digits and inner hyphens, at most 63 of them", id="hostile",
        ),
        pytest.param(("team", "web", "web"), "the two names are the same", "give the current name, then the new name", id="same"),
    ],
)  # fmt: skip
def test_refused(rename: tuple[str, str, str], message: str, help: str) -> None:
    assert refusal(COMPANY, *rename) == (message, help)


def test_its_own_alias_as_the_new_name_needs_an_alias_to_change_places_with() -> None:
    message, help = refusal(COMPANY, "team", "web", "site", until=None)
    assert message == "site is an alias of team web itself"
    assert help == "remove this alias first, or omit --no-alias: then the two names change places"


def test_a_name_defined_twice_is_refused() -> None:
    files = {"catalog/a.yaml": TEAM, "catalog/b.yaml": TEAM}
    assert refusal(files, "team", "web", "x")[0] == "team web is defined twice: in catalog/a.yaml and catalog/b.yaml"


@pytest.mark.parametrize("word", ["web", "x-new"])
def test_a_broken_file_that_may_refer_to_it_is_refused(word: str) -> None:
    message, help = refusal({**COMPANY, "catalog/b.yaml": f"owner: [{word}\n"}, "team", "web", "x-new")
    assert message == "catalog/b.yaml cannot be read completely and may refer to web"
    assert help == "correct the errors first: see ownercat check"


def test_a_broken_file_about_something_else_is_no_hindrance() -> None:
    assert planned({**COMPANY, "catalog/b.yaml": "owner: [nobody\n"}, "team", "web", "x").after


def test_a_reference_that_would_be_captured_is_refused() -> None:
    files = {"catalog/a.yaml": f"{TEAM}{PEOPLE}---\n{HEAD}kind: Service\nname: shop\nroles:\n  code: ana\n"}
    message, help = refusal(files, "team", "web", "ana")
    assert message == "catalog/a.yaml:19 says ana and means person ana; it would mean the team"
    assert help == "write person:ana there first, or choose another name"


def test_a_word_that_has_a_meaning_of_its_own_is_refused() -> None:
    rotation = f"---\n{HEAD}kind: Rotation\nname: r\nteam: web\nlayers: [{{members: [ana]}}]\n"
    message, _ = refusal({"catalog/a.yaml": TEAM + PEOPLE + rotation}, "person", "ana", "none")
    assert message.endswith("would change its meaning with the name none")


@pytest.mark.parametrize(
    ("service", "place"),
    [
        pytest.param('owner: "we\\x62"', "4", id="an escape"),
        pytest.param("owner: >-\n  web", "4", id="a folded text"),
        pytest.param("owner: |-\n  web", "4", id="a literal text"),
    ],
)
def test_a_reference_that_cannot_be_edited_safely_stops_the_whole(service: str, place: str) -> None:
    files = {"catalog/a.yaml": TEAM, "catalog/b.yaml": f"{HEAD}kind: Service\nname: shop\n{service}\n"}
    message, help = refusal(files, "team", "web", "site")
    assert message == f"catalog/b.yaml:{place}: ownercat cannot edit the name in this YAML form"
    assert help == "write the name on one line, plain or in quotes, without escapes"


@pytest.mark.parametrize("until", [None, UNTIL], ids=["without an alias", "with an alias"])
def test_an_anchor_where_no_reference_is_stops_the_whole(until: date | None) -> None:
    text = f"{HEAD}kind: Service\nname: till\nx-note: &o shop\ndependsOn: [{{service: *o}}]\n"
    files = {"catalog/a.yaml": SERVICE + "\n", "catalog/b.yaml": text}
    message, help = refusal(files, "service", "shop", "store", until=until)
    assert message == "catalog/b.yaml cannot be edited without changing more than the name"
    assert help == "replace its anchors and aliases with values, then rename again"


def test_an_anchor_that_other_texts_share_stops_the_whole() -> None:
    files = {"catalog/a.yaml": f"{TEAM}---\n{HEAD}kind: Service\nname: shop\nowner: &o web\ndescription: *o\n"}
    message, help = refusal(files, "team", "web", "site")
    assert message == "catalog/a.yaml cannot be edited without changing more than the name"
    assert help == "replace its anchors and aliases with values, then rename again"


def test_no_room_for_an_alias() -> None:
    files = {"catalog/a.yaml": f"{SERVICE}\naliases: nothing\n"}
    message, help = refusal(files, "service", "shop", "store")
    assert message == "catalog/a.yaml:3: an alias cannot be added to this YAML form"
    assert help == "use --no-alias, and add the alias by hand afterwards"


def test_a_name_that_is_no_name_cannot_stay_as_an_alias() -> None:
    files = {"catalog/a.yaml": TEAM.replace("web", "Web_Team", 1)}
    assert refusal(files, "team", "Web_Team", "web")[0] == "Web_Team is not a valid name, so it cannot stay as an alias"
    assert "name: web\n" in after(files, "team", "Web_Team", "web")


# --- foreign documents -----------------------------------------------------------------------------------------------


def component(owner: str) -> str:
    head = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: shop}\n"
    return f"{head}spec: {{type: service, lifecycle: production, owner: {owner}}}\n"


@pytest.mark.parametrize(
    ("owner", "wanted"),
    [
        ("web", "site"), ("group:web", "group:site"), ("'group:default/web'", "'group:default/site'"), ("default/WEB", "default/site"),
    ],
)  # fmt: skip
def test_simple_references_of_backstage_are_rewritten(owner: str, wanted: str) -> None:
    files = {"catalog/a.yaml": TEAM, "shop/catalog-info.yaml": component(owner)}
    found = planned(files, "team", "web", "site", dialects=("backstage",))
    assert found.after["shop/catalog-info.yaml"].decode() == component(wanted)
    assert found.left == ()


def test_others_are_listed() -> None:
    files = {"catalog/a.yaml": TEAM, "shop/catalog-info.yaml": component('"we\\x62"')}
    found = planned(files, "team", "web", "site", dialects=("backstage",))
    assert sorted(found.after) == ["catalog/a.yaml"]
    assert [place.pointer for place in found.left] == [("spec", "owner")]


def test_what_a_foreign_document_defines_is_renamed_there() -> None:
    message, help = refusal(
        {"shop/catalog-info.yaml": component("x")}, "service", "shop", "store", dialects=("backstage",)
    )
    assert message == "component shop is defined by backstage, in shop/catalog-info.yaml"
    assert help == "rename the entity there; ownercat renames only entities in its native format"


def test_documents_that_are_not_read_yet_are_mentioned() -> None:
    incident = f"{HEAD}kind: Experiment\nname: shop\nservices: [shop, other]\nroles: {{lead: service:shop}}\n"
    found = planned({"catalog/a.yaml": SERVICE, "catalog/i.yaml": incident}, "service", "shop", "store")
    assert [place.pointer for place in found.mentions] == [("services", 0), ("roles", "lead")]


RECORD = (
    f"{HEAD}kind: SignOff\nname: agreed\nstanding: {{provider: shop, consumer: shop}}\nparty: {{team: web, role: provider}}\n"
    f"decision: approve\nterms: sha256:{'0' * 64}\nby: ana\nat: 2026-01-01T00:00:00Z\n"
)
EMERGENCY = (
    f"{HEAD}kind: BreakGlass\nname: down\nincident: INC-1\nreason: The provider is down for hours.\nservices: [shop]\n"
    f"invokedBy: ana\nsecond: bo\ncovers: ['sha256:{'0' * 64}']\nat: 2026-01-01T00:00:00Z\n"
    "expires: 2026-01-01T09:00:00Z\nretroDue: 2026-01-03\n"
)


@pytest.mark.parametrize("rename", [("service", "shop", "store"), ("team", "web", "site"), ("person", "ana", "anna")])
def test_records_are_never_edited_and_an_alias_keeps_them_true(rename: tuple[str, str, str]) -> None:
    files = {
        "catalog/a.yaml": SERVICE,
        "catalog/t.yaml": TEAM + PEOPLE,
        "catalog/r.yaml": RECORD,
        "catalog/e.yaml": EMERGENCY,
    }
    found = planned(files, *rename)
    assert found.after and not {"catalog/r.yaml", "catalog/e.yaml"} & found.after.keys()
    assert "REF001" not in {
        d.code for d in check({**files, **{p: data.decode() for p, data in found.after.items()}}).diagnostics
    }


@pytest.mark.parametrize(
    ("record", "said"), [(RECORD, "r.yaml:4:23"), (EMERGENCY, "r.yaml:6:12")], ids=["sign-off", "emergency"]
)
def test_the_name_of_a_record_is_not_taken_away(record: str, said: str) -> None:
    files = {"catalog/a.yaml": SERVICE, "catalog/r.yaml": record}
    message, help = refusal(files, "service", "shop", "store", until=None)
    assert message == f"catalog/{said.rpartition(':')[0]} says shop, and ownercat never edits records"
    assert help == "omit --no-alias, and keep the alias as long as the record exists"


# --- CODEOWNERS ------------------------------------------------------------------------------------------------------

OWNED = f"{TEAM}handles: {{github: '@org/web'}}\n---\n{HEAD}kind: Service\nname: shop\nowner: web\ncode: {{paths: [/src/]}}\n"
BLOCK = "# BEGIN ownercat\n# stale\n# END ownercat\n"


def with_owners(text: str, catalog: str = OWNED) -> RenamePlan:
    return planned({"catalog/a.yaml": catalog, "src/main.go": "", ".github/CODEOWNERS": text}, "team", "web", "site")


def test_a_managed_block_is_written_anew() -> None:
    found = with_owners(f"* @org/all\n{BLOCK}# end\n")
    text = found.after[".github/CODEOWNERS"].decode()
    assert found.codeowners == ".github/CODEOWNERS"
    assert text.startswith("* @org/all\n# BEGIN ownercat\n") and text.endswith("# END ownercat\n# end\n")
    assert "stale" not in text and "@org/web" in text


def test_a_file_without_a_block_is_left_alone() -> None:
    assert sorted(with_owners("* @org/all\n").after) == ["catalog/a.yaml"]


@pytest.mark.parametrize(
    ("text", "catalog", "note"),
    [
        (BLOCK, OWNED.replace("'@org/web'", "nobody"), "`handles.github` is nobody"),
        (BLOCK.replace("END", "AND"), OWNED, "has no `# END ownercat`"),
    ],
)
def test_a_block_that_cannot_be_written_is_left_and_said(text: str, catalog: str, note: str) -> None:
    found = with_owners(text, catalog)
    assert sorted(found.after) == ["catalog/a.yaml"]
    assert found.note.startswith(".github/CODEOWNERS stays unchanged: ") and note in found.note


# --- any catalog -----------------------------------------------------------------------------------------------------

TROUBLE = {"orphaned": 0.1, "self-dependency": 0.1, "missing-escalation": 0.1, "unknown-field": 0.1, "dangling": 0.1}
NEW = "zz-new-name"


@cache
def company(shape: str, seed: int) -> dict[str, str]:
    return generate.build(24, shape, seed, TROUBLE).files


@cache
def findings(shape: str, seed: int) -> list[tuple[str, str, str]]:
    return said(company(shape, seed))


def said(files: Files) -> list[tuple[str, str, str]]:
    return [(d.path, d.name, d.message) for d in check(files).diagnostics]


@settings(max_examples=10)  # one example takes a second
@given(st.data())
def test_a_rename_changes_names_only_and_no_finding(data: st.DataObject) -> None:
    shape, seed = data.draw(st.sampled_from(["declared", "traced"])), data.draw(st.integers(1, 3))
    files = company(shape, seed)
    entities = [key for key in loaded(files).catalog.entities if key[0] != "Policy"]
    kind, old = data.draw(st.sampled_from(entities))
    alias = data.draw(st.booleans())
    word = next(prefix for prefix, known in PREFIXES.items() if known == kind)
    found = planned(files, word, old, NEW, UNTIL if alias else None)
    for path, content in found.after.items():
        text = content.decode()
        assert NEW in text
        restored = text.replace(f"aliases: [{{name: {old}, until: {UNTIL}}}]\n", "").replace(NEW, old)
        assert restored == files[path]
    renamed = {**files, **{path: content.decode() for path, content in found.after.items()}}
    now = [(path, name, message.replace(NEW, old)) for path, name, message in said(renamed)]
    assert sorted(now) == sorted(findings(shape, seed))
    assert not any(
        ref.name == old and ref.kind == kind for e in loaded(renamed).catalog.entities.values() for ref in e.refs
    )
    again = planned(renamed, word, old, NEW) if found.alias else None
    assert again is None or (again.subject.already and not again.after)
