"""Find the modules of a package: names without importing, and one module on demand."""

import importlib
import pkgutil
from collections.abc import Iterator
from importlib.abc import InspectLoader
from importlib.util import find_spec
from types import ModuleType


def list_names(package: str, prefix: str = "") -> list[str]:
    """Return the public module names directly inside ``package``, sorted, without importing them.

    ``prefix``: return only modules with this prefix, without the prefix.
    """
    path = importlib.import_module(package).__path__
    modules = (m.name for m in pkgutil.iter_modules(path))
    behind = (name.removeprefix(prefix) for name in modules if name.startswith(prefix))
    return sorted(name for name in behind if not name.startswith("_"))


def import_modules(package: str) -> Iterator[tuple[str, ModuleType]]:
    """Import every public module below ``package``, subpackages included, in sorted order."""
    path = importlib.import_module(package).__path__
    for module in sorted(pkgutil.iter_modules(path), key=lambda m: m.name):
        if module.name.startswith("_"):
            continue
        full = f"{package}.{module.name}"
        if module.ispkg:
            yield from import_modules(full)
        else:
            yield full, importlib.import_module(full)


def load_module(module: str) -> ModuleType:
    """Import a module by its dotted name; all delayed imports by name use this function."""
    return importlib.import_module(module)


def read_docstring(module: str) -> str:
    """Return the docstring of a module without running the module."""
    spec = find_spec(module)
    loader = None if spec is None else spec.loader
    code = loader.get_code(module) if isinstance(loader, InspectLoader) else None
    found = code.co_consts[0] if code is not None and code.co_consts else ""
    return found if isinstance(found, str) else ""
