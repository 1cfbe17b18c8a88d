"""Find what the package holds by walking it: names without importing, one named constant when asked."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType


def names(package: str, prefix: str = "") -> list[str]:
    """The public module names directly inside ``package``, sorted, without importing them.

    ``prefix``: the names behind it instead, of the modules that begin with it.
    """
    path = importlib.import_module(package).__path__
    found = (m.name for m in pkgutil.iter_modules(path))
    behind = (name.removeprefix(prefix) for name in found if name.startswith(prefix))
    return sorted(name for name in behind if not name.startswith("_"))


def walk(package: str) -> Iterator[tuple[str, ModuleType]]:
    """Import every public module below ``package`` (packages are descended into), in sorted order."""
    path = importlib.import_module(package).__path__
    for found in sorted(pkgutil.iter_modules(path), key=lambda m: m.name):
        if found.name.startswith("_"):
            continue
        full = f"{package}.{found.name}"
        if found.ispkg:
            yield from walk(full)
        else:
            yield full, importlib.import_module(full)


def load(module: str) -> ModuleType:
    """Import one module by its dotted name; the one way to put off an import until it is needed."""
    return importlib.import_module(module)
