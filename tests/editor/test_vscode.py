"""The extension for VS Code: its manifest agrees with the package and with its code."""

from __future__ import annotations

import json
import re
from pathlib import Path

from ownercat import __version__, plugins

FOLDER = Path(__file__).parents[2] / "editors" / "vscode"
MANIFEST = json.loads((FOLDER / "package.json").read_text("utf-8"))
CODE = (FOLDER / MANIFEST["main"]).read_text("utf-8")


def test_it_has_the_version_of_the_package() -> None:
    assert MANIFEST["version"] == __version__


def test_it_starts_a_command_of_ours_by_default_and_only_in_a_trusted_workspace() -> None:
    program, command = MANIFEST["contributes"]["configuration"]["properties"]["ownercat.command"]["default"]
    assert program == "ownercat"
    assert command in plugins.list_names("ownercat.commands")
    assert MANIFEST["capabilities"]["untrustedWorkspaces"]["supported"] is False


def test_every_setting_that_it_reads_is_in_the_manifest() -> None:
    read = re.findall(r'getConfiguration\("ownercat"\)\.get\("(\w+)"\)', CODE)
    assert [f"ownercat.{name}" for name in read] == list(MANIFEST["contributes"]["configuration"]["properties"])


def test_every_module_that_it_loads_is_a_dependency() -> None:
    loaded = set(re.findall(r'require\("([^"/]+)', CODE)) - {"vscode"}  # VS Code itself
    assert loaded == set(MANIFEST["dependencies"])
