"""DEP001 hard-cycle."""

from __future__ import annotations

import sys

import pytest

from tests.rules.parts import COMPANY, service, several, told

HELP = "  help: make one of these dependencies soft, async or cached, and say how the service degrades without it"


def needing(**needs: str) -> dict[str, str]:
    """One file of services; each needs what is listed, from line 8 of its document."""
    return {
        **COMPANY,
        "all.yaml": several(
            *(
                service(
                    name,
                    *(["dependsOn:"] if wanted else []),
                    *(f"  - {{{entry}}}" for entry in wanted.split("; ") if wanted),
                )
                for name, wanted in needs.items()
            )
        ),
    }


REPORTED = [
    pytest.param(
        needing(a="service: b", b="service: a"),
        [
            "all.yaml:8:15 warning[hard-cycle] 2 services cannot work without each other: a → b → a",
            HELP,
            "  all.yaml:17:15 b needs a",
        ],
        id="two",
    ),
    pytest.param(
        needing(c="service: a", a="service: b", b="service: c", d="service: a"),
        [
            "all.yaml:17:15 warning[hard-cycle] 3 services cannot work without each other: a → b → c → a",
            HELP,
            "  all.yaml:26:15 b needs c",
            "  all.yaml:8:15 c needs a",
        ],
        id="three, from the first by name, without the one that only leads there",
    ),
    pytest.param(
        needing(a="service: b", b="service: c; service: d", c="service: a", d="service: b"),
        [
            "all.yaml:18:15 warning[hard-cycle] 4 services cannot work without each other; the shortest circle is b → d → b",
            HELP,
            "  all.yaml:36:15 d needs b",
        ],
        id="one finding for circles that touch, the shortest shown",
    ),
    pytest.param(
        needing(a="service: b", b="service: a", c="service: d", d="service: c, mode: hard"),
        [
            "all.yaml:8:15 warning[hard-cycle] 2 services cannot work without each other: a → b → a",
            HELP,
            "  all.yaml:17:15 b needs a",
            "all.yaml:26:15 warning[hard-cycle] 2 services cannot work without each other: c → d → c",
            HELP,
            "  all.yaml:35:15 d needs c",
        ],
        id="one finding for each group",
    ),
]

SILENT = [
    pytest.param(needing(a="service: b", b="service: c", c=""), id="a chain"),
    pytest.param(needing(a="service: b; service: c", b="service: d", c="service: d", d=""), id="a diamond"),
    pytest.param(needing(a="service: b", b="service: a, mode: async"), id="one side can wait"),
    pytest.param(needing(a="service: b", b="service: a, status: planned"), id="one side is only planned"),
    pytest.param(
        needing(a="service: b, group: g; service: c, group: g", b="service: a", c=""), id="one of a group with a spare"
    ),
]


@pytest.mark.parametrize(("files", "expected"), REPORTED)
def test_reported(files: dict[str, str], expected: list[str]) -> None:
    assert told("DEP001", files) == expected


@pytest.mark.parametrize("files", SILENT)
def test_silent(files: dict[str, str]) -> None:
    assert told("DEP001", files) == []


def test_a_group_without_a_spare_counts() -> None:
    files = needing(a="service: b, group: g, need: 2; service: c, group: g, need: 2", b="service: a", c="")
    assert told("DEP001", files)[0].endswith("2 services cannot work without each other: a → b → a")


def test_a_long_circle_is_cut() -> None:
    count = 40
    files = needing(**{f"s{n:02}": f"service: s{(n + 1) % count:02}" for n in range(count)})
    first, *rest = told("DEP001", files)
    assert first.endswith(
        "40 services cannot work without each other: s00 → s01 → s02 → s03 → s04 → s05 → s06 → 32 more → s39 → s00"
    )
    assert len(rest) == 9


def test_without_a_circle_the_graph_library_is_not_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "ownercat.graph.components", raising=False)
    assert told("DEP001", needing(a="service: b", b="service: c", c="")) == []
    assert "ownercat.graph.components" not in sys.modules
