"""``ownercat codeowners generate`` and ``check``."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from ownercat.repository.codeowners import MAX_BYTES
from tests.commands.conftest import Runner
from tests.rules.parts import PEOPLE, doc, service, several, team

SHOP = {
    "catalog/people.yaml": PEOPLE,
    "catalog/teams.yaml": several(
        team("storefront", 'handles: {github: "@acme/store", gitlab: "@acme/store"}'),
        team("council", 'handles: {github: "@acme/council", gitlab: "@acme/council"}'),
    ),
    "catalog/policy.yaml": doc("Policy", "acme", "governance: {team: council}"),
    "catalog/a.yaml": service("checkout", "code: {paths: [src/checkout/]}"),
    "src/checkout/a.py": "",
}
BLOCK = """\
# BEGIN ownercat
# Written by `ownercat codeowners generate`: change the catalog, not these lines.
/src/checkout/ @acme/store
# The catalog's policy, people, teams and signers, and this file.
/catalog/allowed_signers @acme/council
/catalog/people.yaml @acme/council
/catalog/policy.yaml @acme/council
/catalog/teams.yaml @acme/council
/.github/CODEOWNERS @acme/council
# END ownercat
"""
NEW = Path(".github/CODEOWNERS")


def test_generate_writes_a_new_file_and_check_is_content(run: Runner) -> None:
    first = run("codeowners", "generate", files=SHOP)
    assert (first.code, first.out) == (0, "")
    assert first.err == "ownercat: .github/CODEOWNERS is written: 6 lines from the catalog\n"
    assert NEW.read_text() == BLOCK
    assert run("codeowners", "check") == (0, "", "")
    assert run("codeowners", "generate") == (0, "", "ownercat: .github/CODEOWNERS is up to date\n")


def test_check_prints_what_git_can_apply_and_writes_nothing(run: Runner, tmp_path: Path) -> None:
    found = run("codeowners", "check", files={**SHOP, "CODEOWNERS": "* @acme/all\n"})
    assert found.code == 1
    assert found.err == "ownercat: CODEOWNERS does not match the catalog: run ownercat codeowners generate\n"
    assert Path("CODEOWNERS").read_text() == "* @acme/all\n"
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=found.out.encode(), check=True)
    wanted = BLOCK.replace("/.github/CODEOWNERS @acme/council\n", "").replace(
        "# END", "/CODEOWNERS @acme/council\n# END"
    )
    assert Path("CODEOWNERS").read_text() == f"* @acme/all\n\n{wanted}"
    assert run("codeowners", "check").code == 0


@pytest.mark.parametrize("existing", ["* @acme/all", "* @acme/all\r\n", "# one\r\n* @acme/all", "\n\n* @acme/all\r"])
def test_git_can_apply_it_whatever_the_line_ends(run: Runner, tmp_path: Path, existing: str) -> None:
    found = run("codeowners", "check", files={**SHOP, "CODEOWNERS": existing})
    assert (found.code, Path("CODEOWNERS").read_bytes()) == (1, existing.encode())
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=found.out.encode(), check=True)
    assert Path("CODEOWNERS").read_bytes().startswith(existing.encode())
    assert run("codeowners", "check") == (0, "", "")


def test_markdown_for_a_pull_request(run: Runner) -> None:
    existing = "* @acme/all # ````\n"
    found = run("codeowners", "check", "--format", "markdown", files={**SHOP, "CODEOWNERS": existing})
    assert found.code == 1
    head, fence, *block, end = found.out.splitlines()[0], *found.out.splitlines()[2:]
    assert head == "`CODEOWNERS` does not match the catalog: run `ownercat codeowners generate`"
    assert (fence, end) == ("`````diff", "`````")
    assert "\n".join(block) + "\n" == run("codeowners", "check").out
    run("codeowners", "generate")
    assert run("codeowners", "check", "--format", "markdown") == (0, "`CODEOWNERS` is up to date\n", "")


def test_stdout_prints_the_block_and_writes_nothing(run: Runner) -> None:
    found = run("codeowners", "generate", "--stdout", files={**SHOP, str(NEW): "* \x1b[31m@acme/all\n"})
    assert found.out == BLOCK
    assert NEW.read_text() == "* \x1b[31m@acme/all\n"


def test_gitlab_is_asked_for(run: Runner) -> None:
    assert run("codeowners", "generate", "--style", "gitlab", files=SHOP).code == 0
    lines = Path(".gitlab/CODEOWNERS").read_text().split("\n")
    assert [line for line in lines if line.startswith("[")] == ["[ownercat]", "[ownercat governance][2]"]
    assert "/.gitlab/CODEOWNERS @acme/council" in lines
    assert run("codeowners", "check").code == 0


def test_gitlab_is_seen_by_the_file(run: Runner) -> None:
    run("codeowners", "generate", files={**SHOP, "CODEOWNERS": "[Docs] @acme/docs\n*.md\n"})
    assert "[ownercat]" in Path("CODEOWNERS").read_text()


def test_gitlab_is_seen_by_the_accounts(run: Runner) -> None:
    teams = SHOP["catalog/teams.yaml"].replace('github: "@acme/store", ', "").replace('github: "@acme/council", ', "")
    run("codeowners", "generate", files={**SHOP, "catalog/teams.yaml": teams})
    assert Path(".gitlab/CODEOWNERS").exists()


def test_a_file_may_be_named(run: Runner) -> None:
    assert run("codeowners", "generate", "--file", "docs/CODEOWNERS", files=SHOP).code == 0
    assert "/docs/CODEOWNERS @acme/council" in Path("docs/CODEOWNERS").read_text()
    assert run("codeowners", "check", "--file", "elsewhere/CODEOWNERS").code == 1


def test_bytes_outside_the_block_and_the_mode_of_the_file_stay(run: Runner) -> None:
    run("codeowners", "check", files=SHOP)
    NEW.parent.mkdir()
    NEW.write_bytes(b"# caf\xe9\r\n/x @y\r\n")
    NEW.chmod(0o640)
    assert run("codeowners", "generate").code == 0
    assert NEW.read_bytes() == b"# caf\xe9\r\n/x @y\r\n\r\n" + BLOCK.replace("\n", "\r\n").encode()
    assert NEW.stat().st_mode & 0o777 == 0o640


def test_lines_that_do_not_count_are_named(run: Runner) -> None:
    found = run("codeowners", "generate", files={**SHOP, str(NEW): "* @acme/all\n!x @acme/all\n"})
    assert found.code == 0
    assert found.err.startswith(
        "ownercat: .github/CODEOWNERS:2:1: GitHub ignores the line: GitHub does not support exclusions with !; "
    )


def test_lines_behind_the_block_are_named_on_gitlab(run: Runner) -> None:
    run("codeowners", "generate", "--style", "gitlab", files=SHOP)
    with Path(".gitlab/CODEOWNERS").open("a") as file:
        file.write("/x @y\n")
    assert run("codeowners", "check").err == (
        "ownercat: .gitlab/CODEOWNERS:13: GitLab takes this line for a part of the section above it; "
        "give it a section of its own, or move it above the block\n"
    )


NO_ACCOUNTS = several(team("storefront"), team("council"))
REFUSED = [
    pytest.param(
        {**SHOP, "catalog/teams.yaml": NO_ACCOUNTS}, (), 2,
        "ownercat: team storefront owns service checkout but has no valid GitHub account: `handles.github` is missing\n"
        "  team council governs the catalog but has no valid GitHub account: `handles.github` is missing\n"
        'help: set `handles: {github: "@organization/team"}` of team storefront in catalog/teams.yaml\n',
        id="teams without accounts"),
    pytest.param(
        {**SHOP, "catalog/b.yaml": "x: [\n"}, (), 2,
        "ownercat: the catalog has errors, so owners could get lost: catalog/b.yaml\nhelp: see ownercat check\n",
        id="a file that cannot be read"),
    pytest.param(
        {**SHOP, "catalog/b.yaml": service("other", "wrong: 1")}, (), 2,
        "ownercat: the catalog has errors, so owners could get lost: catalog/b.yaml\nhelp: see ownercat check\n",
        id="a service that the schema refuses"),
    pytest.param(
        {**SHOP, "catalog/b.yaml": doc("Servise", "other")}, (), 2,
        "ownercat: the catalog has errors, so owners could get lost: catalog/b.yaml\nhelp: see ownercat check\n",
        id="a document that may be a service"),
    pytest.param(
        {"catalog/a.yaml": service("checkout")}, (), 2,
        "ownercat: there is nothing to write: no service has `code.paths` here, and there is no governance team\n"
        "help: give a service `code: {paths: [src/…/]}` without `repository`\n",
        id="nothing to write"),
    pytest.param(
        {**SHOP, "CODEOWNERS": "# BEGIN ownercat\n"}, (), 2,
        "ownercat: CODEOWNERS: `# BEGIN ownercat` on line 1 has no `# END ownercat`\n"
        "help: repair the markers, or remove both\n",
        id="markers that do not fit"),
    pytest.param(
        {**SHOP, "CODEOWNERS": "#".ljust(MAX_BYTES + 1)}, (), 2,
        "ownercat: CODEOWNERS is larger than 3 MB, and no code host loads it\nhelp: make the file smaller\n",
        id="a file that no forge loads"),
    pytest.param(
        {**SHOP, "CODEOWNERS": "#".ljust(MAX_BYTES - 9)}, (), 2,
        "ownercat: CODEOWNERS would be too large: no code host loads 3 MB or more\nhelp: claim folders, not files\n",
        id="a file that no forge would load any more"),
    pytest.param(
        SHOP, ("--file", "../CODEOWNERS"), 2, "lies outside", id="a file outside the repository"),
]  # fmt: skip


@pytest.mark.parametrize(("files", "arguments", "code", "said"), REFUSED)
@pytest.mark.parametrize("command", ["generate", "check"])
def test_what_would_be_wrong_is_not_written(
    run: Runner, command: str, files: dict[str, str], arguments: tuple[str, ...], code: int, said: str
) -> None:
    found = run("codeowners", command, *arguments, files=files)
    assert (found.code, found.out) == (code, "")
    assert said in found.err
    assert not NEW.exists()
    if "CODEOWNERS" in files:
        assert Path("CODEOWNERS").read_text() == files["CODEOWNERS"]


def test_another_revision_is_read_only_to_be_printed(run: Runner) -> None:
    found = run("codeowners", "generate", "--rev", "HEAD", files=SHOP)
    assert found.code == 2
    assert found.err.startswith("ownercat: --rev reads a commit, but ownercat writes the working tree\n")


@pytest.mark.parametrize("link", [".github/CODEOWNERS", ".github"])
def test_nothing_is_written_through_a_link(run: Runner, tmp_path: Path, link: str) -> None:
    run("codeowners", "check", files={**SHOP, "elsewhere/CODEOWNERS": "secret\n"})
    (tmp_path / link).parent.mkdir(exist_ok=True)
    (tmp_path / link).symlink_to(tmp_path / "elsewhere" / ("CODEOWNERS" if "/" in link else ""))
    found = run("codeowners", "generate")
    assert found.code == 2
    assert found.err == (
        "ownercat: .github/CODEOWNERS is a symbolic link, and ownercat does not follow links\nhelp: replace the link with the file\n"
    )
    assert (tmp_path / "elsewhere/CODEOWNERS").read_text() == "secret\n"


def test_a_new_file_is_not_written_through_a_link(run: Runner, tmp_path: Path) -> None:
    run("codeowners", "check", files={**SHOP, "elsewhere/x": ""})
    (tmp_path / ".github").symlink_to(tmp_path / "elsewhere")
    found = run("codeowners", "generate")
    assert found.code == 2
    assert not (tmp_path / "elsewhere/CODEOWNERS").exists()


def test_no_file_of_git_is_overwritten(run: Runner, tmp_path: Path) -> None:
    found = run("codeowners", "generate", "--file", ".git/info/exclude", files={**SHOP, ".git/info/exclude": "x\n"})
    message = f"{tmp_path}/.git/info/exclude is inside a .git folder: ownercat does not write there"
    assert (found.code, found.out) == (2, "")
    assert found.err.endswith(f"ownercat: {message}\nhelp: name another file\n")
    assert (tmp_path / ".git/info/exclude").read_text() == "x\n"


def test_what_a_file_holds_reaches_no_terminal(run: Runner) -> None:
    block = "# BEGIN ownercat\n::set-output name=x::\n\x1b[31m/x @y\n# END ownercat\n"
    found = run("codeowners", "check", files={**SHOP, str(NEW): block})
    assert "-\\x1b[31m/x @y\n" in found.out
    assert not [line for line in found.out.split("\n") if line.lstrip().startswith("::")]
    assert "\x1b" not in found.out + found.err
