"""The house rules: what ties files, names and budgets together. Loosening one is a design decision."""

from __future__ import annotations

import ast
import re
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

from ownercat import plugins
from ownercat.rules import registry

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "ownercat"
FILES = sorted(SOURCE.rglob("*.py"))
CODE = re.compile(r"[A-Z]{3}\d{3}")
FAMILIES = {
    "SYN": "syntax", "SCH": "schema", "REF": "reference", "OWN": "ownership", "DEP": "dependency",
    "ROT": "rotation", "ESC": "escalation", "SLA": "sla", "RUN": "runbook", "INC": "incident", "SGN": "signoff",
    "GOV": "governance",
}  # fmt: skip


def functions() -> Iterator[tuple[Path, ast.FunctionDef]]:
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                yield file, node


def length(node: ast.FunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_function_is_above_60_lines() -> None:
    long = [f"{file.name}:{node.lineno} {node.name}" for file, node in functions() if length(node) > 60]
    assert long == []


def test_most_functions_are_short() -> None:
    lengths = sorted(length(node) for _, node in functions())
    assert statistics.median(lengths) < 12
    assert lengths[int(len(lengths) * 0.9)] < 35


def test_no_file_is_above_400_lines() -> None:
    sizes = {file.relative_to(SOURCE).as_posix(): len(file.read_text(encoding="utf-8").splitlines()) for file in FILES}
    assert [name for name, size in sizes.items() if size > 400] == []
    assert statistics.median(sizes.values()) < 130


def test_nothing_is_imported_inside_a_function() -> None:
    found = []
    for file, function in functions():
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom):
                found.append(f"{file.name}:{node.lineno}")
    assert found == []


def test_no_module_is_a_drawer_for_odds_and_ends() -> None:
    assert [f.name for f in FILES if f.stem.strip("_") in {"utils", "util", "helpers", "common", "misc"}] == []


def test_every_ignore_says_what_it_ignores() -> None:
    bare = re.compile(r"type:\s*ignore(?!\[)|# noqa(?!:)")
    assert [str(f) for f in FILES if bare.search(f.read_text(encoding="utf-8"))] == []


def test_rule_codes_and_names_are_unique_and_well_formed() -> None:
    rules = [r.rule for r in registry().values()]
    assert len({r.code for r in rules}) == len({r.name for r in rules}) == len(rules)
    assert all(CODE.fullmatch(r.code) for r in rules)


@pytest.mark.parametrize("code", list(registry()))
def test_a_rule_lives_where_its_code_and_name_say_and_has_a_test(code: str) -> None:
    found = registry()[code]
    assert found.family == FAMILIES[code[:3]]
    assert found.slug == found.rule.name.replace("-", "_")
    tests = {
        ROOT / "tests" / "rules" / found.family / f"test_{found.slug}.py",
        ROOT / "tests" / "rules" / found.family / f"test_{found.family}_rules.py",
    }
    assert any(test.exists() for test in tests), f"{code} has no test"


@pytest.mark.parametrize("package", ["commands", "reporters", "dialects"])
def test_every_plugin_has_a_test(package: str) -> None:
    for name in plugins.names(f"ownercat.{package}"):
        assert (ROOT / "tests" / package / f"test_{name}.py").exists(), f"{package}/{name} has no test"
