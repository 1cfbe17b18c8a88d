"""What is shipped works where it is installed: from a wheel made of the sdist, and from an editable install.

Nothing is fetched: hatchling and the dependencies are those of the running environment.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.repositories import environment

ROOT = Path(__file__).parents[1]
SCHEMAS = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "schemas").rglob("*.json"))
# What a build needs; a copy leaves out what a work tree has beside it.
PARTS = (
    "src", "schemas", "catalog", "tests", "docs", "benchmarks",
    "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "LICENSE", "pyproject.toml", ".pre-commit-hooks.yaml",
    "action.yml", "templates",
)  # fmt: skip
needs_pip = pytest.mark.skipif(find_spec("pip") is None, reason="this environment has no pip to install a wheel with")


class Installed(NamedTuple):
    """An environment of its own that holds ownercat."""

    folder: Path
    env: Mapping[str, str]

    def run(self, *command: str, cwd: Path, check: bool = True) -> str:
        """Run a program of the environment."""
        program = self.folder / ("Scripts" if os.name == "nt" else "bin") / command[0]
        return _run([str(program), *command[1:]], cwd, self.env, check)


def _run(command: list[str], cwd: Path, env: Mapping[str, str], check: bool = True) -> str:
    done = subprocess.run(command, cwd=cwd, env=dict(env), capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0 or not check, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def env(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """No index, no configuration of pip or Python from outside."""
    clean = environment(tmp_path_factory.mktemp("home"))
    kept = {name: value for name, value in clean.items() if not name.startswith(("PIP_", "PYTHON", "VIRTUAL_ENV"))}
    return {
        **kept,
        "PIP_NO_INDEX": "1",
        "PIP_COMPILE": "0",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_CONFIG_FILE": os.devnull,
    }


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's files in a folder that is no git repository."""
    folder = tmp_path_factory.mktemp("source")
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
        else:
            shutil.copy2(ROOT / part, folder / part)
    return folder


@pytest.fixture(scope="module")
def sdist(source: Path, env: Mapping[str, str]) -> Path:
    """The sdist, unpacked."""
    _run([sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", "made"], source, env)
    (archive,) = (source / "made").glob("*.tar.gz")
    with tarfile.open(archive) as packed:
        packed.extractall(source / "made", filter="data")
    return archive.with_name(archive.name.removesuffix(".tar.gz"))


@pytest.fixture(scope="module")
def wheel(sdist: Path, env: Mapping[str, str]) -> Path:
    """The wheel made from the sdist."""
    _run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", "made"], sdist, env)
    (found,) = (sdist / "made").glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, env: Mapping[str, str], tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """A fresh environment with the wheel in it."""
    return install(tmp_path_factory.mktemp("wheel-env"), env, str(wheel))


def install(folder: Path, env: Mapping[str, str], *what: str) -> Installed:
    """A fresh environment that borrows the dependencies of the running one, but not its ownercat."""
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    site = Path(sysconfig.get_path("purelib", vars={"base": str(folder), "platbase": str(folder)}))
    # a folder named in a .pth file is searched last, and its own .pth files (an editable ownercat) are not read
    borrowed = dict.fromkeys(sysconfig.get_path(name) for name in ("purelib", "platlib"))
    (site / "borrowed.pth").write_text("\n".join(borrowed) + "\n", encoding="utf-8")
    found = Installed(folder, env)
    found.run(
        "python",
        "-m",
        "pip",
        "install",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "--ignore-installed",
        *what,
        cwd=folder,
    )
    return found


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A folder with the sample catalog in it, far from the project."""
    shutil.copytree(ROOT / "catalog", tmp_path / "catalog")
    return tmp_path


def test_the_sdist_holds_all_that_building_and_testing_needs(sdist: Path) -> None:
    for part in PARTS:
        assert (sdist / part).exists(), part
    assert sorted(p.relative_to(sdist).as_posix() for p in (sdist / "schemas").rglob("*.json")) == SCHEMAS


def test_the_wheel_holds_the_package_the_schemas_and_the_type_marker(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        names = set(packed.namelist())
        (points,) = (packed.read(name).decode() for name in names if name.endswith("entry_points.txt"))
    assert {f"ownercat/{schema}" for schema in SCHEMAS} <= names
    assert "ownercat/py.typed" in names
    pages = {path.name for path in (ROOT / "docs" / "man").iterdir()}
    assert {name.rpartition("/")[2] for name in names if ".data/data/share/man/man1/" in name} == pages
    code = {path.relative_to(ROOT / "src").as_posix() for path in (ROOT / "src").rglob("*.py")}
    assert {name for name in names if name.endswith(".py")} == code
    assert "ownercat = ownercat.__main__:main" in points


@needs_pip
def test_an_installed_wheel_finds_its_schemas_and_checks_the_sample(installed: Installed, elsewhere: Path) -> None:
    where = "import ownercat, pathlib; print(pathlib.Path(ownercat.__file__).resolve())"
    assert Path(installed.run("python", "-c", where, cwd=elsewhere).strip()).is_relative_to(installed.folder.resolve())
    described = json.loads((ROOT / "schemas" / "service.schema.json").read_text(encoding="utf-8"))["description"]
    assert json.loads(installed.run("ownercat", "schema", "service", cwd=elsewhere))["description"] == described
    assert "no findings" in installed.run("ownercat", "check", cwd=elsewhere)
    assert "A service has no owner" in installed.run("ownercat", "explain", "orphaned-service", cwd=elsewhere)
    assert (installed.folder / "share" / "man" / "man1" / "ownercat-who.1").is_file()


@needs_pip
def test_an_editable_install_finds_the_schemas_of_the_checkout(
    source: Path, env: Mapping[str, str], elsewhere: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    editable = install(tmp_path_factory.mktemp("editable-env"), env, "--editable", str(source))
    text = (ROOT / "schemas" / "service.schema.json").read_text(encoding="utf-8")
    assert json.loads(editable.run("ownercat", "schema", "service", cwd=elsewhere))["title"] == "Service"
    (source / "schemas" / "service.schema.json").write_text(
        text.replace('"title": "Service"', '"title": "Servant"'), encoding="utf-8"
    )
    try:
        assert json.loads(editable.run("ownercat", "schema", "service", cwd=elsewhere))["title"] == "Servant"
    finally:
        (source / "schemas" / "service.schema.json").write_text(text, encoding="utf-8")


# Imported by name somewhere in the package or below it, and not yet loaded when a module is run with -m.
HOSTILE = (
    "yaml",
    "click",
    "jsonschema_rs",
    "jsonschema",
    "rich",
    "networkx",
    "json",
    "pathlib",
    "dataclasses",
    "datetime",
)


@needs_pip
def test_modules_that_lie_in_the_repository_are_not_imported(installed: Installed, elsewhere: Path) -> None:
    for name in HOSTILE:
        (elsewhere / f"{name}.py").write_text(f"open({name + '.stolen'!r}, 'w').close()\n", encoding="utf-8")
    broken = elsewhere / "catalog" / "services" / "broken.yaml"
    broken.write_text("apiVersion: ownercat/v1\nkind: Service\nname: broken\ntire: 1\n", encoding="utf-8")
    for command in (["python", "-m", "ownercat"], ["ownercat"]):
        said = installed.run(*command, "check", "--format", "concise", cwd=elsewhere, check=False)
        assert "SCH004" in said
        assert "name: checkout" not in installed.run(*command, "who", "checkout", cwd=elsewhere)
    assert sorted(elsewhere.glob("*.stolen")) == []
