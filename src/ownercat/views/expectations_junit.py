"""``test --format junit``: the report that CI systems show. One suite per file, one case per expectation."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from ownercat.oncall.expectations import ExpectationCheck
from ownercat.text import clean
from ownercat.views.expectations_rows import Result, count_states, format_part
from ownercat.views.facts import Sources

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def render(results: Sequence[Result], sources: Sources) -> str:
    """The whole report. Text from files holds no control characters any more, so that only markup is escaped."""
    suites = [line for path, these in groupby(results, key=lambda each: sources[each.place][0])
              for line in _suite(path, list(these), sources)]  # fmt: skip
    return f'{_HEAD}<testsuites name="ownercat test" {_counts(results)}>\n{"".join(suites)}</testsuites>\n'


def _counts(results: Sequence[Result]) -> str:
    counts = count_states(results)
    return f'tests="{len(results)}" failures="{counts["failed"]}" errors="{counts["notJudged"]}" skipped="0" time="0"'


def _suite(path: str, results: Sequence[Result], sources: Sources) -> Iterator[str]:
    yield f"  <testsuite name={_quoted(path)} {_counts(results)}>\n"
    for result in results:
        yield from _case(result, sources)
    yield "  </testsuite>\n"


def _case(result: Result, sources: Sources) -> Iterator[str]:
    path, line = sources[result.place]
    where = f'classname={_quoted(result.service)} file={_quoted(path)} line="{line}" time="0"'
    head = f"    <testcase name={_quoted(result.name)} {where}"
    if result.state == "passed":
        yield f"{head}/>\n"
        return
    parts = [part for part in result.parts if part.state == result.state]
    details = [f"{format_part(part)}{_format_location(part, sources)}" for part in parts]
    yield f"{head}>\n"
    if result.state == "failed":
        yield _outcome("failure", format_part(parts[0]), [result.page, *details])
    else:
        yield _outcome(
            "error", f"not checked: {result.note}" if result.note else format_part(parts[0]), [result.page, *details]
        )
    yield "    </testcase>\n"


def _outcome(name: str, message: str, body: Sequence[str]) -> str:
    text = escape("\n".join(map(clean, body)))
    return f'      <{name} message={_quoted(message)} type="expectation">{text}</{name}>\n'


def _format_location(part: ExpectationCheck, sources: Sources) -> str:
    path, line = sources[part.place]
    return f" ({path}:{line})"


def _quoted(text: str) -> str:
    return quoteattr(clean(text))
