"""``check --fix`` and ``check --diff``: what is written, what is left, and when nothing is written."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from tests.commands.conftest import Run, Runner
from tests.commands.test_check_base import NEW, SCHEMA, Check, check, save
from tests.repositories import Repository
from tests.rules.parts import PEOPLE, service, team

__all__ = ["check"]  # a fixture
WEB = "catalog/web.yaml"
WRONG = service("web", "lifecycle: Production   # soon", "dependson: [{service: shopp}]", "xyz: 1").replace(
    "\n", "\r\n"
)
RIGHT = WRONG.replace("Production", "production").replace("dependson", "dependsOn").replace("shopp", "shop")
FILES = {
    "catalog/people.yaml": PEOPLE,
    "catalog/team.yaml": team("storefront"),
    "catalog/shop.yaml": service("shop"),
    WEB: WRONG,
}
LEFT = (
    f"{WEB}:9:1: error: SCH004 unknown-field: service web has an unknown key: `xyz`\n1 error in 4 files (2 services)\n"
)


def read() -> str:
    return Path(WEB).read_bytes().decode()


def test_fix_writes_what_has_one_correction_and_reports_the_rest(run: Runner) -> None:
    found = run("check", "--fix", "--format", "concise", files=FILES)
    err = f"ownercat: {WEB} is written\nownercat: fixed 3 of 4 findings\n"
    assert (found, read()) == (Run(1, LEFT, err), RIGHT)
    again = run("check", "--fix", "--format", "concise")
    assert (again, read()) == (Run(1, LEFT, "ownercat: fixed 0 of 1 finding\n"), RIGHT)


def test_the_exit_code_is_that_of_what_is_left(run: Runner) -> None:
    assert run("check", "--fix", files={**FILES, WEB: WRONG.replace("xyz: 1\r\n", "")}).code == 0


def test_diff_prints_a_patch_that_git_applies_and_writes_nothing(run: Runner) -> None:
    found = run("check", "--diff", files=FILES)
    assert (found.code, found.err, read()) == (1, "", WRONG)
    subprocess.run(["git", "init", "-q", "."], check=True)
    subprocess.run(["git", "apply", "--unsafe-paths"], input=found.out.encode(), check=True)
    assert read() == RIGHT
    assert run("check", "--diff") == Run(1, "", "")


def test_paths_limit_what_is_fixed(run: Runner) -> None:
    other = {"catalog/other.yaml": service("other", "lifecycle: Retired")}
    run("check", "--fix", WEB, files={**FILES, **other})
    assert (read(), Path("catalog/other.yaml").read_text("utf-8")) == (RIGHT, other["catalog/other.yaml"])


def test_json_and_the_formats_for_reviews_have_the_edits(run: Runner) -> None:
    value = json.loads(run("check", "--format", "json", files=FILES).out)
    Draft7Validator(SCHEMA).validate(value)
    assert [(each["fixable"], each.get("fixes")) for each in value["findings"]][:2] == [
        (
            True,
            [{"path": WEB, "start": {"line": 7, "column": 12}, "end": {"line": 7, "column": 22}, "text": "production"}],
        ),
        (
            True,
            [{"path": WEB, "start": {"line": 8, "column": 1}, "end": {"line": 8, "column": 10}, "text": "dependsOn"}],
        ),
    ]
    (first, *_) = json.loads(run("check", "--format", "rdjson").out)["diagnostics"]
    assert first["suggestions"] == [
        {"range": {"start": {"line": 7, "column": 12}, "end": {"line": 7, "column": 22}}, "text": "production"}
    ]
    (result, *_) = json.loads(run("check", "--format", "sarif").out)["runs"][0]["results"]
    assert result["fixes"] == [
        {
            "description": {"text": "did you mean production?"},
            "artifactChanges": [
                {
                    "artifactLocation": {"uri": WEB},
                    "replacements": [
                        {
                            "deletedRegion": {"startLine": 7, "startColumn": 12, "endLine": 7, "endColumn": 22},
                            "insertedContent": {"text": "production"},
                        }
                    ],
                }
            ],
        }
    ]


def test_markdown_has_the_corrected_line_as_a_suggestion(run: Runner) -> None:
    text = service("web", "title: A `b` ``c``", "lifecycle: Production   # soon", "labels: {a: Production, xyz: 1}")
    out = run("check", "--format", "markdown", files={**FILES, WEB: text}).out
    assert "  - help: did you mean production?\n  ```suggestion\n  lifecycle: production   # soon\n  ```\n" in out
    one_line = service("web", "contacts: {chat: '`#web`', emial: web@shop.example}")
    out = run("check", "--format", "markdown", files={WEB: one_line}).out
    assert "  ```suggestion\n  contacts: {chat: '`#web`', email: web@shop.example}\n  ```\n" in out


def test_a_suppressed_finding_is_not_fixed(run: Runner) -> None:
    text = WRONG.replace("# soon", '# ownercat: ignore[value-not-allowed] reason="a test"')
    run("check", "--fix", files={**FILES, WEB: text})
    assert "lifecycle: Production" in read()


@pytest.mark.parametrize("option", ["--fix", "--diff"])
def test_only_the_working_tree_can_be_fixed(run: Runner, option: str) -> None:
    refused = Run(2, "", f"ownercat: check {option} edits the working tree, so it cannot read :\nhelp: omit --rev\n")
    assert run("check", option, "--staged", files=FILES) == refused
    assert run("check", option, "--rev", ":") == refused


def test_a_link_is_not_followed(run: Runner, tmp_path: Path) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_text(WRONG, "utf-8", newline="")
    run("check", files={path: text for path, text in FILES.items() if path != WEB})
    Path(WEB).symlink_to(outside)
    run("check", "--fix")
    assert outside.read_bytes().decode() == WRONG


def test_a_change_fixes_only_what_it_causes(repository: Repository, check: Check) -> None:
    old, new = "catalog/services/aaa.yaml", service("new", "lifecycle: Production")
    repository.git("checkout", "-q", "main")
    save(repository, {old: service("aaa", "lifecycle: Retired")})
    repository.git("checkout", "-q", "-b", "later")
    save(repository, {NEW: new})
    found = check("--fix")
    assert (found.code, found.err) == (0, f"ownercat: {NEW} is written\nownercat: fixed 1 of 1 finding\n")
    assert (repository.root / NEW).read_text("utf-8") == new.replace("Production", "production")
    assert "Retired" in (repository.root / old).read_text("utf-8")


def test_codeowners_is_generated_again(run: Runner) -> None:
    subprocess.run(["git", "init", "-q", "."], check=True)
    files = {
        **FILES,
        WEB: service("web", "code: {paths: [web/**]}"),
        "web/main.py": "",
        "catalog/team.yaml": team("storefront", 'handles: {github: "@acme/storefront"}'),
        ".github/CODEOWNERS": "",
    }
    run("codeowners", "generate", files=files)
    subprocess.run(["git", "add", "-A"], check=True)
    owners = Path(".github/CODEOWNERS")
    right = owners.read_text("utf-8")
    owners.write_text(right.replace("@acme/storefront", "@acme/others"), "utf-8")
    found = run("check", "--fix")
    assert (found.code, owners.read_text("utf-8")) == (0, right)
    assert "ownercat: .github/CODEOWNERS is written\n" in found.err
