"""Print the figures of the code's structure: modules, arrows, names, lines, rule pages.

``python benchmarks/structure.py [FOLDER]`` reads the package of a checkout (default: this one) as text.
"""

from __future__ import annotations

import ast
import re
import statistics
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

PACKAGE = "ownercat"
_BLOCK = re.compile(r"^```\w* title=\S+.*?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LOAD = re.compile(r'plugins\.load\(\s*f?"(?:ownercat|\{__name__\})')

Trees = Mapping[str, tuple[ast.Module, str]]


def parse_package(source: Path) -> Trees:
    """Return the syntax tree and the text of every module by its dotted name."""
    found = {}
    for file in sorted(source.rglob("*.py")):
        parts = file.relative_to(source.parent).with_suffix("").parts
        text = file.read_text(encoding="utf-8")
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = (ast.parse(text), text)
    return found


def list_imports(trees: Trees, module: str) -> Iterator[str]:
    """Yield the modules of the package that a module imports, inside functions too."""
    for node in ast.walk(trees[module][0]):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith(PACKAGE))
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(PACKAGE):
            names = (f"{node.module}.{alias.name}" for alias in node.names)
            yield from (name if name in trees else node.module for name in names)


def collect_arrows(trees: Trees) -> set[tuple[str, str]]:
    """Return the pairs of modules at the top of the package of which the first imports the second."""
    pairs = {(get_top(module), get_top(name)) for module in trees for name in list_imports(trees, module)}
    return {(start, end) for start, end in pairs if start and end and start != end}


def get_top(module: str) -> str:
    """Return the part of a dotted name below the package; ``""`` for the package itself."""
    return module.split(".")[1] if "." in module else ""


def list_pages(source: Path) -> list[str]:
    """Return the docstring of every rule."""
    files = (file for file in sorted((source / "rules").glob("*/*.py")) if not file.stem.startswith("_"))
    return [ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or "" for file in files]


def measure(source: Path) -> dict[str, object]:
    """Return every figure by its name."""
    trees = parse_package(source)
    classes = Counter(
        node.name for tree, _ in trees.values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)
    )
    pages = [len(page.splitlines()) for page in list_pages(source)]
    return {
        "modules at the top level": len({get_top(module) for module in trees} - {""}),
        "import arrows between them": len(collect_arrows(trees)),
        "files in commands/": len(list((source / "commands").glob("*.py"))),
        "class names with several meanings": sum(1 for times in classes.values() if times > 1),
        "class names": len(classes),
        "Python files": len(trees),
        "lines in src": sum(text.count("\n") for _, text in trees.values()),
        "lines of a rule page, median": statistics.median(pages) if pages else 0,
        "lines of a rule page, longest": max(pages, default=0),
        "lines of example YAML in rule pages": sum(
            block.count("\n") for page in list_pages(source) for block in _BLOCK.findall(page + "\n")
        ),
        "imports of our own modules as strings": sum(len(_LOAD.findall(text)) for _, text in trees.values()),
    }


if __name__ == "__main__":
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1]
    for name, figure in measure(root / "src" / PACKAGE).items():
        print(f"{figure:>8}  {name}")
