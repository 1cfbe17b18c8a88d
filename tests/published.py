"""Schemas that others publish, as check-jsonschema carries them."""

from __future__ import annotations

import json
from importlib import resources

from jsonschema import Draft7Validator


def published(name: str) -> Draft7Validator:
    """A schema by its name, for example ``gitlab-ci``."""
    folder = resources.files("check_jsonschema") / "builtin_schemas" / "vendor"
    return Draft7Validator(json.loads((folder / f"{name}.json").read_text("utf-8")))
