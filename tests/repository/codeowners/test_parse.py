"""Lines, comments, escapes, owners, sections: what counts, and what is said about the rest."""

from __future__ import annotations

import pytest

from ownercat.repository.codeowners import MAX_BYTES, CodeOwners, Section, Style, detect_style, parse, parse_file


def entries(text: str, style: Style = "github") -> list[tuple[str, str]]:
    return [(entry.pattern, " ".join(entry.owners)) for entry in parse(text, style).entries]


def mistakes(text: str, style: Style = "github") -> list[str]:
    found = parse(text, style).mistakes
    return [f"{m.span.start.line}:{m.span.start.column}-{m.span.end.column} {m.message} | {m.help}" for m in found]


def test_comments_blank_lines_and_owners() -> None:
    text = (
        "# all\n\n*   @acme/all\t@ana\n  /docs/ docs@acme.example   # the writers @nobody\n/free/\n/free2/ # nobody\n"
    )
    assert entries(text) == [("*", "@acme/all @ana"), ("/docs/", "docs@acme.example"), ("/free/", ""), ("/free2/", "")]
    assert mistakes(text) == []


def test_an_entry_knows_where_it_stands() -> None:
    (entry,) = parse("# x\r\n  /docs/ @ana  # y\r\n", "github").entries
    assert (entry.line, entry.span.start, entry.span.end) == (2, (2, 3), (2, 14))


def test_a_hash_inside_a_name_is_part_of_it() -> None:
    assert entries("/c#/a @ana") == [("/c#/a", "@ana")]


def test_escapes_stay_in_the_pattern() -> None:
    assert entries(r"/a\ b\*c/ @ana") == [(r"/a\ b\*c/", "@ana")]


def test_a_byte_order_mark_is_no_part_of_the_first_pattern() -> None:
    assert entries("\ufeff/docs/ @ana") == [("/docs/", "@ana")]


def test_bytes_that_are_no_text_are_kept_as_paths_keep_them() -> None:
    (entry,) = parse_file("CODEOWNERS", b"/caf\xe9/ @ana\n").entries
    assert entry.pattern == "/caf\udce9/"


LEFT_OUT = [
    pytest.param("!docs/ @ana", "1:1-7 GitHub ignores the line: GitHub does not support exclusions with !"
                 " | add a separate line for the path, without owners", id="an exclusion"),
    pytest.param("***/x @ana", "1:1-6 GitHub ignores the line: the pattern has three stars in a row"
                 " | write * for names in one folder, or ** for folders at any depth", id="three stars"),
    pytest.param("/ @ana", "1:1-2 GitHub ignores the line: the pattern / matches no file"
                 " | write * to match all files", id="a slash"),
    pytest.param(r"\#x @ana", "1:1-4 GitHub ignores the line: GitHub does not support an escaped # at the start"
                 r" | write ? instead of \#",
                 id="an escaped hash"),
    pytest.param("docs/ ana @bo", "1:7-10 GitHub ignores the line: ana is not a valid owner"
                 " | write @user, @organization/team or an email address", id="an owner without its sign"),
    pytest.param("docs/ @a/b/c", "1:7-13 GitHub ignores the line: @a/b/c is not a valid owner"
                 " | write @user, @organization/team or an email address", id="a group within a group"),
    pytest.param(f"/{'a' * 5000} @ana", "1:1-5002 the pattern is longer than any path: ownercat ignores it | write a folder",
                 id="a pattern longer than paths"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "said"), LEFT_OUT)
def test_github_leaves_out_one_line_and_reads_the_rest(line: str, said: str) -> None:
    assert mistakes(line) == [said]
    assert entries(f"{line}\n/docs/ @ana") == [("/docs/", "@ana")]


def test_a_file_of_three_megabytes_does_not_count() -> None:
    line = "/docs/ @ana\n"
    small = line * ((MAX_BYTES - 1) // len(line))
    assert not parse(small[: MAX_BYTES - 1], "github").too_large
    large = parse(small.ljust(MAX_BYTES), "github")
    assert (large.too_large, large.entries, large.mistakes) == (True, (), ())


def test_what_cannot_be_read_in_time_is_not_guessed() -> None:
    assert parse("a\n" * 199_999, "github").complete
    assert not parse("a\n" * 200_001, "github").complete


GITLAB = """\
* @acme/all
[Docs][2] @acme/docs
docs/
*.md @ana @acme/deep/er/group
^[Database]
model/ @@maintainer dba@acme.example
[DOCS]
/extra/ @bo
/free/
"""


def test_sections_collect_their_entries() -> None:
    found = parse(GITLAB, "gitlab")
    assert found.sections == (Section(), Section("Docs", False, 2), Section("Database", True, 1))
    assert [(e.pattern, " ".join(e.owners), e.section) for e in found.entries] == [
        ("*", "@acme/all", 0),
        ("docs/", "@acme/docs", 1),
        ("*.md", "@ana @acme/deep/er/group", 1),
        ("model/", "@@maintainer dba@acme.example", 2),
        ("/extra/", "@bo", 1),
        ("/free/", "", 1),
    ]
    assert mistakes(GITLAB, "gitlab") == [
        "9:1-7 /free/ has no owner | add an owner: GitLab automatically approves files without owners"
    ]


def test_a_section_that_is_required_once_is_required() -> None:
    assert parse("^[A]\n[a]\n", "gitlab").sections[1] == Section("A", False, 1)
    assert parse("^[A]\n^[a]\n", "gitlab").sections[1] == Section("A", True, 1)


def test_a_heading_of_no_owners_takes_the_default_away() -> None:
    assert entries("[A] @ana\nx\n[a]\ny\n", "gitlab") == [("x", "@ana"), ("y", "")]


def test_gitlab_reads_names_in_a_comment_behind_the_owners() -> None:
    assert entries("/docs/ @ana # not @bo", "gitlab") == [("/docs/", "@ana @bo")]
    assert mistakes("/docs/ @ana # not @bo", "gitlab") == [
        "1:13-14 # is not a valid owner | write @user, @group or an email address",
        "1:15-18 not is not a valid owner | write @user, @group or an email address",
    ]


def test_an_exclusion_needs_no_owner() -> None:
    (entry,) = parse("!/docs/", "gitlab").entries
    assert (entry.pattern, entry.excludes) == ("/docs/", True)
    assert mistakes("!/docs/", "gitlab") == []


HEADINGS = [
    pytest.param("[Docs", [("[Docs", "")], "1:1-6 the heading has no closing bracket: GitLab reads it as a path"
                 " | close the bracket: [Name]",
                 id="a heading that is not closed is a path"),
    pytest.param("[Section name", [("[Section", "")], "1:1-14 the heading has no closing bracket", id="whose second word is no owner"),
    pytest.param("[A][x] @ana\ny @bo", [("y", "@bo")], "1:1-12 the number of approvals is not a number: GitLab uses 1"
                 " | write a number: [Name][2]", id="approvals in words"),
    pytest.param("[A][0]\ny @bo", [("y", "@bo")], "1:1-7 GitLab reads 0 approvals as 1 | write [Name][2], or ^[Name]",
                 id="no approvals"),
    pytest.param("^[A][3]\ny @bo", [("y", "@bo")], "1:1-8 GitLab ignores the number of approvals of an optional section"
                 " | write [Name][2], or ^[Name]", id="approvals of an optional section"),
    pytest.param("[]\ny @bo", [("y", "@bo")], "1:1-3 the section has no name | add a name: [Name]", id="no name"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "read", "said"), HEADINGS)
def test_headings_that_are_not_what_they_seem(text: str, read: list[tuple[str, str]], said: str) -> None:
    assert entries(text, "gitlab") == read
    assert mistakes(text, "gitlab")[0].startswith(said)


def test_the_approvals_of_such_headings_are_one() -> None:
    for text in ("[A][x]", "[A][0]", "[A][]", f"[A][{'9' * 50}]"):
        assert 1 <= parse(text, "gitlab").sections[1].approvals <= 1_000_000


STYLES = [
    pytest.param(".github/CODEOWNERS", "[Docs]\n* @ana", "github", id="github's place, whatever it says"),
    pytest.param(".gitlab/CODEOWNERS", "* @ana", "gitlab", id="gitlab's place"),
    pytest.param("CODEOWNERS", "* @ana\n[Docs] @bo\n", "gitlab", id="a heading with owners"),
    pytest.param("CODEOWNERS", "^[Docs][2]\r\nx @bo\r\n", "gitlab", id="an optional one"),
    pytest.param("docs/CODEOWNERS", "* @@owner", "gitlab", id="a role"),
    pytest.param("docs/CODEOWNERS", "* @a\n!x\n", "gitlab", id="an exclusion"),
    pytest.param("CODEOWNERS", "* @ana\n# [Docs]\n/[id]/ @bo\n[id].ts @bo\n", None, id="nothing that tells"),
]


@pytest.mark.parametrize(("path", "text", "style"), STYLES)
def test_whose_file_it_is(path: str, text: str, style: Style | None) -> None:
    assert detect_style(path, text) == style


def test_a_file_that_could_be_either_is_read_as_asked() -> None:
    assert parse_file("CODEOWNERS", b"* @ana", "gitlab").style == "gitlab"
    assert parse_file("CODEOWNERS", b"[A]\n* @ana", "github").style == "gitlab"


def test_the_end_of_the_managed_block_is_known() -> None:
    assert parse("* @a\n# BEGIN ownercat\n# END ownercat\r\n/x @b\n", "github").managed_to == 3
    assert parse("* @a # END ownercat\n", "github").managed_to == 0
    assert CodeOwners("CODEOWNERS", "github").managed_to == 0
