"""The baseline: what a file of known findings may contain."""

from __future__ import annotations

import pytest

from ownercat.errors import UsageError
from ownercat.model.baseline import MAX_BYTES, BaselineEntry, build_baseline, format_baseline, parse_baseline

WEB = BaselineEntry("a" * 32, "OWN001", "service:web", "service web has an undefined owner: team gone")
API = BaselineEntry("b" * 32, "OWN001", "service:api", "service api has an undefined owner: team gone")


def test_a_baseline_is_read_as_it_was_written_and_sorted_by_entity() -> None:
    text = format_baseline(build_baseline("known", [WEB, API, WEB]))
    assert text.splitlines()[1:] == ["\t".join(API), "\t".join(WEB)]
    assert parse_baseline("known", text.encode()) == build_baseline("known", [API, WEB])
    assert parse_baseline("known", text.replace("\n", "\r\n\r\n").encode()) == build_baseline("known", [API, WEB])


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("<<<<<<< HEAD", id="a conflict"),
        pytest.param("\t".join(WEB)[1:], id="a short fingerprint"),
        pytest.param("\t".join(WEB[:3]), id="no message"),
        pytest.param("\t".join([*WEB, "more"]), id="a fifth field"),
        pytest.param("\t".join([WEB.fingerprint, "OWN001 ", *WEB[2:]]), id="a rule with a space"),
        pytest.param("\t".join([*WEB[:2], "service:\u202ebew", WEB.message]), id="a hidden character"),
        pytest.param("\t".join([*WEB[:3], "::error::\x1b[31m"]), id="a control character"),
        pytest.param("\t".join([*WEB[:3], "##[error]"]), id="a command of a CI system"),
    ],
)
def test_a_line_that_is_not_an_entry_is_refused_with_its_number(line: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse_baseline("known", f"# a note\n\n{line}\n".encode())
    assert (refused.value.message, refused.value.help) == (
        "line 3 of the baseline known is not a fingerprint, rule, entity and message",
        "restore the file from git, or remove it and run `ownercat baseline create`",
    )


def test_a_file_that_is_too_large_or_not_text_is_refused() -> None:
    with pytest.raises(UsageError, match=r"^the baseline known is larger than 8 MiB$"):
        parse_baseline("known", b"#" * (MAX_BYTES + 1))
    with pytest.raises(UsageError, match=r"^the baseline known is not UTF-8$"):
        parse_baseline("known", b"\xff\n")
    assert not parse_baseline("known", b"#" * MAX_BYTES).entries
