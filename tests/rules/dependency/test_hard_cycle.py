"""DEP001 hard-cycle."""

from __future__ import annotations

import sys

import pytest

from tests.rules.parts import COMPANY, service, several, told

HELP = "  help: change `mode` of one of these dependencies to `soft`, `async` or `cached`, and add `degrade`"


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
            "all.yaml:8:15 warning[hard-cycle] 2 services have a cycle of hard dependencies: a → b → a",
            HELP,
            "  all.yaml:17:15 dependency of b on a",
        ],
        id="two services",
    ),
    pytest.param(
        needing(c="service: a", a="service: b", b="service: c", d="service: a"),
        [
            "all.yaml:17:15 warning[hard-cycle] 3 services have a cycle of hard dependencies: a → b → c → a",
            HELP,
            "  all.yaml:26:15 dependency of b on c",
            "  all.yaml:8:15 dependency of c on a",
        ],
        id="three services, the first by name first, without a dependent outside the cycle",
    ),
    pytest.param(
        needing(a="service: b", b="service: c; service: d", c="service: a", d="service: b"),
        [
            "all.yaml:18:15 warning[hard-cycle] 4 services have several cycles of hard dependencies: the shortest is b → d → b",
            HELP,
            "  all.yaml:36:15 dependency of d on b",
        ],
        id="cycles that share a service are one finding with the shortest cycle",
    ),
    pytest.param(
        needing(a="service: b", b="service: a", c="service: d", d="service: c, mode: hard"),
        [
            "all.yaml:8:15 warning[hard-cycle] 2 services have a cycle of hard dependencies: a → b → a",
            HELP,
            "  all.yaml:17:15 dependency of b on a",
            "all.yaml:26:15 warning[hard-cycle] 2 services have a cycle of hard dependencies: c → d → c",
            HELP,
            "  all.yaml:35:15 dependency of d on c",
        ],
        id="separate cycles are separate findings",
    ),
]

SILENT = [
    pytest.param(needing(a="service: b", b="service: c", c=""), id="a chain"),
    pytest.param(needing(a="service: b; service: c", b="service: d", c="service: d", d=""), id="a diamond"),
    pytest.param(needing(a="service: b", b="service: a, mode: async"), id="one dependency is async"),
    pytest.param(needing(a="service: b", b="service: a, status: planned"), id="one dependency is planned"),
    pytest.param(
        needing(a="service: b, group: g; service: c, group: g", b="service: a", c=""),
        id="a redundancy group can lose the dependency",
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
    assert told("DEP001", files)[0].endswith("2 services have a cycle of hard dependencies: a → b → a")


def test_a_long_circle_is_cut() -> None:
    count = 40
    files = needing(**{f"s{n:02}": f"service: s{(n + 1) % count:02}" for n in range(count)})
    first, *rest = told("DEP001", files)
    assert first.endswith(
        "40 services have a cycle of hard dependencies: s00 → s01 → s02 → s03 → s04 → s05 → s06 → 32 more → s39 → s00"
    )
    assert len(rest) == 9


def test_without_a_circle_the_graph_library_is_not_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "ownercat.graph.components", raising=False)
    assert told("DEP001", needing(a="service: b", b="service: c", c="")) == []
    assert "ownercat.graph.components" not in sys.modules


def test_a_mistake_in_another_key_leaves_the_cycle_as_it_is() -> None:
    cycle = needing(a="service: b", b="service: c", c="service: a; service: b")
    before = told("DEP001", cycle)
    misspelt = {**cycle, "all.yaml": cycle["all.yaml"].replace("owner: storefront", "ownr: storefront", 1)}
    assert [line for line in told("DEP001", misspelt) if "hard-cycle" in line] == before[:1]
    wrong = {**cycle, "all.yaml": cycle["all.yaml"].replace("service: b", "service: b, mode: softt", 1)}
    assert not any("3 services" in line for line in told("DEP001", wrong))
