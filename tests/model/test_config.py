"""Where settings come from, and what is refused in them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from ownercat.errors import UsageError
from ownercat.model import config
from ownercat.model.config import Settings
from tests.growth import LINEAR, measure_growth


def write(folder: Path, files: Mapping[str, str]) -> Path:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def resolve(
    cwd: Path, root: Path | None = None, explicit: str | None = None, environ: Mapping[str, str] = {}, **flags: Any
) -> Settings:
    return config.resolve(flags, environ, cwd, root or cwd, explicit)


def test_defaults(tmp_path: Path) -> None:
    settings = resolve(tmp_path)
    assert {key: settings.get(key) for key in config.KEYS} == {
        "catalog": "catalog", "dialects": (), "elsewhere": (), "snapshots": {}, "baseline": "ownercat.baseline", "format": "text",
        "color": "auto",
    }  # fmt: skip
    assert {value.origin for value in settings.values.values()} == {"default"}
    assert settings.folder == tmp_path


@pytest.mark.parametrize("name", ["ownercat.toml", ".ownercat.toml"])
def test_a_file_here(tmp_path: Path, name: str) -> None:
    settings = resolve(write(tmp_path, {name: 'catalog = "owners"\ndialects = ["backstage"]\n'}))
    assert settings.values["catalog"] == ("owners", name)
    assert settings.values["dialects"] == (["backstage"], name)


def test_a_table_of_pyproject(tmp_path: Path) -> None:
    settings = resolve(write(tmp_path, {"pyproject.toml": '[tool.ownercat]\nformat = "json"\n[tool.x]\ny = 1\n'}))
    assert settings.values["format"] == ("json", "pyproject.toml")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[project]\nname = 'x'\n", id="without a word of us"),
        pytest.param("# ownercat\n[tool.x]\n", id="with a word of us in a comment"),
        pytest.param("ownercat = 1\n", id="with our name elsewhere"),
        pytest.param("[[\n", id="that is no TOML, without a word of us"),
    ],
)
def test_a_pyproject_that_is_none_of_ours_is_passed_by(tmp_path: Path, text: str) -> None:
    write(tmp_path, {"pyproject.toml": text, "a/x": ""})
    assert config.find(tmp_path, tmp_path) is None


def test_one_file_decides_and_the_nearest_one(tmp_path: Path) -> None:
    files = {
        "ownercat.toml": 'format = "json"\ncolor = "never"\n', "pyproject.toml": '[tool.ownercat]\nformat = "text"\n',
        "a/pyproject.toml": '[tool.ownercat]\nformat = "concise"\n', "a/b/pyproject.toml": "[project]\n", "a/b/c/x": "",
    }  # fmt: skip
    write(tmp_path, files)
    assert resolve(tmp_path).values["format"] == ("json", "ownercat.toml")
    deep = resolve(tmp_path / "a/b/c", root=tmp_path)
    assert deep.values["format"] == ("concise", "pyproject.toml")
    assert deep.values["color"] == ("auto", "default")  # nothing is merged
    assert deep.folder == tmp_path / "a"


@pytest.mark.parametrize("root", ["inner", None], ids=["a repository", "no repository"])
def test_nothing_is_read_above_the_root(tmp_path: Path, root: str | None) -> None:
    write(tmp_path, {"ownercat.toml": "nonsense = 1\n", "inner/x": ""})
    top = tmp_path / root if root else None
    assert config.find(tmp_path / "inner", top) is None


def test_nothing_is_read_above_a_folder_outside_of_the_repository(tmp_path: Path) -> None:
    write(tmp_path, {"ownercat.toml": "nonsense = 1\n", "elsewhere/x": "", "repository/x": ""})
    assert config.find(tmp_path / "elsewhere", tmp_path / "repository") is None


def test_the_order_of_precedence(tmp_path: Path) -> None:
    write(tmp_path, {"ownercat.toml": 'format = "a"\n', "other.toml": 'format = "b"\n'})
    environ = {"OWNERCAT_FORMAT": "c"}
    assert resolve(tmp_path).values["format"] == ("a", "ownercat.toml")
    assert resolve(tmp_path, environ=environ).values["format"] == ("c", "OWNERCAT_FORMAT")
    assert resolve(tmp_path, environ=environ, explicit="other.toml").values["format"] == ("b", "other.toml")
    assert resolve(tmp_path, environ=environ, explicit="other.toml", format="d").values["format"] == ("d", "--format")
    through = resolve(tmp_path, environ={**environ, "OWNERCAT_CONFIG": "other.toml"})
    assert through.values["format"] == ("b", "other.toml")


def test_an_explicit_file_is_the_only_one(tmp_path: Path) -> None:
    write(tmp_path, {"ownercat.toml": 'color = "never"\n', "deep/other.toml": 'catalog = "x"\n'})
    settings = resolve(tmp_path, explicit="deep/other.toml")
    assert settings.values["color"] == ("auto", "default")
    assert settings.folder == tmp_path / "deep"


def test_what_a_relative_catalog_is_relative_to(tmp_path: Path) -> None:
    write(tmp_path, {"ownercat.toml": 'catalog = "x"\n', "a/x": ""})
    here = tmp_path / "a"
    assert resolve(here, root=tmp_path).folder == tmp_path
    assert resolve(here, root=tmp_path, catalog="y").folder == here
    assert resolve(here, root=tmp_path, environ={"OWNERCAT_CATALOG": "y"}).folder == here


def test_an_empty_variable_says_nothing(tmp_path: Path) -> None:
    settings = resolve(tmp_path, environ={"OWNERCAT_FORMAT": "", "OWNERCAT_CONFIG": "", "OWNERCAT_DIALECTS": ""})
    assert {value.origin for value in settings.values.values()} == {"default"}


def test_several_dialects_in_a_variable(tmp_path: Path) -> None:
    assert resolve(tmp_path, environ={"OWNERCAT_DIALECTS": "backstage, gitlab"}).get("dialects") == [
        "backstage",
        "gitlab",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("catlog = 1\n", "unknown key catlog: did you mean catalog?", id="a misspelt key"),
        pytest.param("x = 1\n", "unknown key x: the valid keys are catalog, dialects, elsewhere, snapshots, baseline, format and color", id="another key"),
        pytest.param("Catalog = 'x'\n", "unknown key Catalog: did you mean catalog?", id="a key in capitals"),
        pytest.param('catalog = ""\n', "catalog is empty, but it must be the path of a folder", id="an empty path"),
        pytest.param("catalog = true\n", "catalog is true, but it must be the path of a folder", id="a boolean"),
        pytest.param("catalog = []\n", "catalog is a list, but", id="a list"),
        pytest.param("dialects = [1]\n", "dialects is a list, but it must be a list of dialect names", id="numbers"),
        pytest.param("dialects = {a = 1}\n", "dialects is a mapping, but", id="a table"),
        pytest.param('color = "blue"\n', "color is blue, but it must be auto, always or never", id="a colour"),
        pytest.param("color = 1979-05-27\n", "color is 1979-05-27, but", id="a date"),
        pytest.param("color = nan\n", "color is nan, but", id="not a number"),
        pytest.param("catlog = 1\ncolour = 'x'\n", "unknown key catlog: did you mean catalog?; unknown key colour", id="all at once"),
        pytest.param('"\\u001b[31m" = 1\n', "unknown key \\x1b[31m: ", id="an escape"),
        pytest.param("a" * 1000 + " = 1\n", "unknown key " + "a" * 119 + "…", id="a very long key"),
        pytest.param("[catalog]\n", "catalog is a mapping, but", id="a table in place of a text"),
        pytest.param("catalog = \n", "is not valid TOML: ", id="no value"),
        pytest.param("a = " + "[" * 5000, " has more than 16 levels of nesting", id="very deep"),
        pytest.param("a." * 17 + "b = 1\n", " has more than 16 levels of nesting", id="a key of many parts"),
        pytest.param("a." * 30_000 + "b = 1\n", " has more than 16 levels of nesting", id="a key of 30,000 parts"),
        pytest.param("# " + "x" * 65_536, " is larger than 64 KiB", id="a large file"),
        pytest.param("a = " + "9" * 60_000 + "\n", "not valid TOML: a number has too many digits", id="60,000 digits"),
        pytest.param("catalog = 0x" + "f" * 60_000 + "\n", "catalog is 0xfff", id="60,000 hexadecimal digits"),
    ],
)  # fmt: skip
def test_what_is_refused(tmp_path: Path, text: str, said: str) -> None:
    write(tmp_path, {"ownercat.toml": text})
    with pytest.raises(UsageError) as refused:
        resolve(tmp_path)
    assert said in refused.value.message
    assert refused.value.message.isprintable()


def test_the_time_grows_with_the_length_of_a_number_or_key(tmp_path: Path) -> None:
    def run(size: int) -> None:
        with pytest.raises(UsageError):
            resolve(write(tmp_path, {"ownercat.toml": f"a = 0x{'f' * size}\n{'k' * size} = 1\n"}))

    assert measure_growth(run, 7_500) < LINEAR


def test_a_byte_order_mark_is_no_error(tmp_path: Path) -> None:
    assert resolve(write(tmp_path, {"ownercat.toml": '\ufeffcatalog = "owners"\n'})).get("catalog") == "owners"


def test_a_table_at_the_end_of_a_large_pyproject_is_not_overlooked(tmp_path: Path) -> None:
    other = f"[tool.x]\ny = '{'x' * 70_000}'\n"
    assert resolve(write(tmp_path, {"pyproject.toml": other})).get("catalog") == "catalog"
    with pytest.raises(UsageError, match="is larger than 64 KiB"):
        resolve(write(tmp_path, {"pyproject.toml": f"{other}[tool.ownercat]\ncatalog = 'own'\n"}))


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "ownercat.toml").write_bytes(b"catalog = '\xff'\n")
    with pytest.raises(UsageError, match="is not valid TOML"):
        resolve(tmp_path)


def test_a_tool_table_that_is_no_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\[tool.ownercat\] in .* is not a table"):
        resolve(write(tmp_path, {"pyproject.toml": "tool.ownercat = 3\n"}))


def test_an_explicit_file_must_be_there_and_be_ours(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot read the configuration"):
        resolve(tmp_path, explicit="nowhere.toml")
    write(tmp_path, {"pyproject.toml": "[project]\n"})
    with pytest.raises(UsageError, match=r"of --config has no \[tool.ownercat\] table"):
        resolve(tmp_path, explicit="pyproject.toml")
    with pytest.raises(UsageError, match="of OWNERCAT_CONFIG has no"):
        resolve(tmp_path, environ={"OWNERCAT_CONFIG": "pyproject.toml"})


def test_a_link_is_not_followed_unless_it_was_named(tmp_path: Path) -> None:
    elsewhere = write(
        tmp_path / "elsewhere", {"secret.toml": "[tool.ownercat]\nsecret = 'canary'\n", "own.toml": "format = 'json'\n"}
    )
    here = write(tmp_path / "here", {"x": ""})
    (here / "pyproject.toml").symlink_to(elsewhere / "secret.toml")
    assert config.find(here, here) is None
    (here / "ownercat.toml").symlink_to(elsewhere / "own.toml")
    with pytest.raises(UsageError, match="ownercat does not follow symbolic links"):
        resolve(here)
    assert resolve(here, explicit="ownercat.toml").get("format") == "json"


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ownercat.toml")
    with pytest.raises(UsageError, match=r"cannot read the configuration .*: not a regular file"):
        resolve(tmp_path)


def test_a_folder_of_that_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ownercat.toml").mkdir()
    with pytest.raises(UsageError, match=r"cannot read the configuration .*: (not a regular file|Is a directory)"):
        resolve(tmp_path)


def test_a_variable_with_a_wrong_value_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="OWNERCAT_COLOR is blue, but it must be auto, always or never"):
        resolve(tmp_path, environ={"OWNERCAT_COLOR": "blue"})


def test_a_catalog_with_a_nul_byte_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ownercat.toml").write_text('catalog = "a\\u0000b"\n')
    with pytest.raises(UsageError, match="it must be the path of a folder"):
        config.resolve({}, {}, tmp_path, tmp_path)


ELSEWHERE = '[[elsewhere]]\nkinds = ["Group"]\nreason = "teams are in org/people"\n'


def test_what_is_kept_elsewhere(tmp_path: Path) -> None:
    more = '[[elsewhere]]\nnamespaces = ["Platform"]\nnames = ["shared-*"]\nreason = "x"\n'
    teams, shared = config.parse_elsewhere(resolve(write(tmp_path, {"ownercat.toml": ELSEWHERE + more})))
    assert teams.matches(("Team",), "harbour")
    assert not teams.matches(("Service",), "harbour")
    assert shared.matches(("Service",), "platform/shared-queue")
    assert not shared.matches(("Service",), "shared-queue")
    assert not shared.matches(("Service",), "platform/queue")


@pytest.mark.parametrize(
    "text",
    [
        'elsewhere = "teams"\n',
        '[[elsewhere]]\nkinds = ["Team"]\n',
        '[[elsewhere]]\nreason = "x"\n',
        '[[elsewhere]]\nreason = "x"\nkinds = []\n',
        '[[elsewhere]]\nreason = "x"\nknids = ["Team"]\n',
        '[[elsewhere]]\nreason = "x"\nnames = "shared-*"\n',
    ],
    ids=["text", "no reason", "no condition", "an empty condition", "an unknown key", "a pattern without a list"],
)
def test_an_entry_of_elsewhere_that_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(UsageError, match="it must be a list of tables with `reason`"):
        resolve(write(tmp_path, {"ownercat.toml": text}))
