"""The shared options of the commands."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest

from ownercat.cli import cli
from ownercat.documents import dialects


def options(command: click.Command, path: str = "") -> Iterator[tuple[str, click.Option]]:
    context = click.Context(command)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            assert child is not None
            yield from options(child, f"{path} {name}")
    for option in command.params:
        if isinstance(option, click.Option):
            yield f"{path} {option.opts[-1]}".strip(), option


OPTIONS = dict(options(cli))


@pytest.mark.parametrize("name", OPTIONS)
def test_every_option_has_a_description(name: str) -> None:
    assert OPTIONS[name].help


def test_the_help_of_dialect_names_every_format() -> None:
    assert " or ".join(sorted(dialects.names())) in str(OPTIONS["check --dialect"].help)
