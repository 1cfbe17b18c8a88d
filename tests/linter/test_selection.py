"""Which rule runs, how loud, and why: one pure decision."""

from __future__ import annotations

import pytest

from ownercat.diagnostics import Rule, Severity
from ownercat.errors import UsageError
from ownercat.linter.selection import Selection, check_words, find_severity, parse_severities
from ownercat.model import RulesPolicy

LONE = Rule("OWN003", "lone-owner", Severity.WARNING)
LEFT = Rule("OWN004", "departed-member", Severity.ERROR, dated=True)
NOBODY = RulesPolicy()


@pytest.mark.parametrize(
    ("asked", "policy", "expected"),
    [
        pytest.param(Selection(), NOBODY, Severity.WARNING, id="on by default"),
        pytest.param(Selection(select=("OWN003",)), NOBODY, Severity.WARNING, id="by code"),
        pytest.param(Selection(select=("lone-owner",)), NOBODY, Severity.WARNING, id="by name"),
        pytest.param(Selection(select=("OWN",)), NOBODY, Severity.WARNING, id="by prefix"),
        pytest.param(Selection(select=("ALL",)), NOBODY, Severity.WARNING, id="with all"),
        pytest.param(Selection(select=("REF",)), NOBODY, None, id="not among those selected"),
        pytest.param(Selection(select=("lone",)), NOBODY, None, id="a part of a name is no name"),
        pytest.param(Selection(ignore=("OWN",)), NOBODY, None, id="ignored by prefix"),
        pytest.param(
            Selection(select=("OWN003",), ignore=("OWN",)), NOBODY, Severity.WARNING,
            id="the longer word wins",
        ),
        pytest.param(
            Selection(select=("OWN",), ignore=("lone-owner",)), NOBODY, None, id="so does the longer ignore"
        ),
        pytest.param(
            Selection(select=("OWN",), ignore=("OWN",)), NOBODY, None, id="ignore wins at the same length"
        ),
        pytest.param(Selection(select=("ALL",), ignore=("O",)), NOBODY, None, id="a letter beats all"),
        pytest.param(Selection(), RulesPolicy(ignore=("OWN003",)), None, id="the policy ignores it"),
        pytest.param(Selection(), RulesPolicy(select=("REF",)), None, id="the policy selects others"),
        pytest.param(
            Selection(select=("OWN",)), RulesPolicy(ignore=("OWN003",)), Severity.WARNING,
            id="a selection of the command line takes the place of the policy's",
        ),
        pytest.param(
            Selection(ignore=("REF",)), RulesPolicy(ignore=("OWN003",)), None,
            id="what the command line ignores comes on top",
        ),
        pytest.param(
            Selection(severity={"OWN003": Severity.ERROR}), NOBODY, Severity.ERROR, id="louder by code"
        ),
        pytest.param(
            Selection(severity={"lone-owner": None}), NOBODY, None, id="off by name"
        ),
        pytest.param(Selection(), RulesPolicy(severity={"OWN003": "info"}), Severity.INFO, id="the policy's"),
        pytest.param(Selection(), RulesPolicy(severity={"lone-owner": "off"}), None, id="off by the policy"),
        pytest.param(
            Selection(severity={"OWN003": Severity.ERROR}), RulesPolicy(severity={"lone-owner": "off"}),
            Severity.ERROR, id="the command line beats the policy",
        ),
        pytest.param(
            Selection(ignore=("OWN003",), severity={"OWN003": Severity.ERROR}), NOBODY, None,
            id="what is ignored has no severity",
        ),
    ],
)  # fmt: skip
def test_the_severity_at_which_a_rule_runs(asked: Selection, policy: RulesPolicy, expected: Severity | None) -> None:
    assert find_severity(LONE, policy, asked) == expected


def test_what_depends_on_the_date_is_off_when_timeless_whatever_is_asked() -> None:
    assert find_severity(LEFT, NOBODY, Selection(select=("OWN004",)), timeless=True) is None
    assert find_severity(LONE, NOBODY, Selection(), timeless=True) == Severity.WARNING


def test_severities_of_the_command_line() -> None:
    assert parse_severities(["a=error", "b=off", "a=info"]) == {"a": Severity.INFO, "b": None}


@pytest.mark.parametrize("word", ["a", "a=", "a=fatal", "=", "a=Error", "a==error"])
def test_a_severity_that_is_none_is_refused(word: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse_severities([word])
    assert refused.value.help == "levels are error, warning, info, off"


@pytest.mark.parametrize("word", ["OWN003", "lone-owner", "OWN", "O", "ALL", "OWN0"])
def test_words_that_name_rules(word: str) -> None:
    check_words([word], [LONE, LEFT])


@pytest.mark.parametrize(
    ("word", "help"),
    [
        ("lone-owners", "did you mean lone-owner?"),
        ("departed-membr", "did you mean departed-member?"),
        ("own003", "did you mean OWN003?"),
        ("", "see ownercat rules"),
        ("all", "see ownercat rules"),
        ("X\x1b[31m", "see ownercat rules"),
    ],
)
def test_words_that_name_none(word: str, help: str) -> None:
    with pytest.raises(UsageError) as refused:
        check_words([word], [LONE, LEFT])
    assert "\x1b" not in refused.value.message
    assert refused.value.help == help
