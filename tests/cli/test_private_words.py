"""What is private is asked for or read from standard input: shells and process lists remember.

Read off the commands themselves: a new parameter must be private, or be named here with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

from auditor.cli.ask import FROM_STDIN
from tests.cli.auditor import ROOT, Auditor
from tests.commands import commands, root

PLAIN = {
    "ID": "an id tells nothing without the vault",
    "[ID]": "an id",
    "DATE": "a day, or a time of it",
    "WHERE": "a platform or host that something was reported to, which has many reports",
    "OTHER": "an id",
    "PHOTO": "an id",
    "STEP": "an id",
    "SCAN": "the number of a scan",
    "CODE": "a country",
    "PLACE": "a country or a part of one",
    "[PLACE] [SITUATION]": "a country, and a situation of a list that is known",
    "DIR": "a folder for what is written, which the user names",
    "FILE": "a file that the user names, not a picture",
    "PEM": "public certificates",
    "P": "a platform, not an account",
    "[PLATFORM]": "a platform, not an account",
    "HASHES": "a list of leaked passwords that everybody may download",
    "NEEDLES": "a list of hashes, not a picture",
    "HAYSTACK": "a list of hashes, not a picture",
    "KIND": "a kind of letter",
    "NAME": "a package with plugins, a service with keys, a column of a file",
    "official": "the list of the C2PA",
    "SOURCE": "files of a training set that everybody may download",
    "LESSON": "a lesson that came with the program",
    "PACK": "how many minutes a class takes",
    "[PACK]": "how many minutes a class takes",
    "FILE...": "results of learners about an invented person, and folders of them",
    "CLASS": "a file of what a class learned about an invented person",
    "TASK": "a task about an invented person",
    "ANSWER": "a guess about an invented person",
    "WHEN": "before or after",
    "HOST[:PORT]": "a server of the user's own machine or network",
    "ADDRESS": "a private address in numbers: of this device, or of a class of invented people",
    "URL": "of --proxy: a server that passes things on",
}
"""Kinds of values that may stand on a command line, and why."""
BY_NAME = {
    "--code": "of an owner at a class of invented people: it works once",
    "--made-by": "camera, screen, hand or ai",
    "--blur": "faces, text",
    "--variant": "a way to hash",
    "--persona": "an invented person",
    "--story": "an invented person",
    "--situation": "of a list that is known; what is typed in fear is better asked for",
    "--name": "of sign-key create: it is published in every picture that is signed",
    "--format": "a format",
    "--public": "all, none or ask; a year; at a terminal albums are asked for",
}
FILE_IN = {
    "opt-out --merge", "report --output", "letter --output", "case --output", "private export",
    "private import", "practice check --result", "practice serve --cards",
    "corpus search --output", "corpus search --urls", "corpus search --hashes",
    "sign-key export", "discover --sites", "awareness test --results", "awareness result",
    "--settings", "--debug-log",
}  # fmt: skip
FURTHER = {
    "accounts show-name": ("a0",),
    "private add": ("--adult", "yes"),
    "private plan": ("--adult", "yes"),
    "private check-link": ("--yes",),
    "reported add": ("--adult",),
    "harden": ("--output", "copies"),
}
"""What the commands need beside what is private."""


_DRAWN = re.compile(r"\b[0-9a-f]{8}\b")
"""Ids that are drawn by chance."""


def found(words: tuple[str, ...]) -> Any:
    command: Any = root()
    for word in words:
        command = command.commands[word]
    return command


def valued(words: tuple[str, ...]) -> Iterator[Any]:
    for parameter in found(words).params:
        told = parameter.type_descriptor.annotation
        free = {told, *get_args(told)} & {str, Path}
        if free and not getattr(parameter, "is_flag", False):
            yield parameter


def is_private(parameter: Any) -> bool:
    return bool(parameter.metavar == FROM_STDIN)


def label(words: tuple[str, ...], parameter: Any) -> str:
    name = parameter.opts[0] if parameter.param_type_name == "option" else ""
    return " ".join((*words, name)).strip()


ALL = ((), *commands())
PRIVATE = [words for words in ALL if any(map(is_private, valued(words)))]
NAMES_KNOWN = (("discover",), ("likeness-watch",))
"""Without a name they take those of the person's proven accounts."""
ASKED = [
    words
    for words in PRIVATE
    if words not in NAMES_KNOWN
    and any(is_private(each) and each.param_type_name == "argument" for each in valued(words))
]


def test_every_value_on_a_command_line_is_private_or_tells_nothing() -> None:
    told = []
    for words in ALL:
        for parameter in valued(words):
            kind, name = parameter.metavar, parameter.opts[0]
            where = label(words, parameter)
            if is_private(parameter) or name in BY_NAME:
                continue
            file = kind == "FILE" and where not in FILE_IN
            address = kind == "URL" and bool(words)
            if kind not in PLAIN or file or address:
                told.append(where)
    assert told == []


def test_the_commands_that_take_what_is_private_are_these() -> None:
    assert {" ".join(words) for words in PRIVATE} == {
        "accounts add", "accounts claim", "accounts show-name", "inspect", "hash", "openness",
        "harden", "sign", "private add", "private match", "private check-link", "private plan",
        "import", "breaches", "reported add", "likeness-watch", "password-check", "forgotten",
        "discover", "corpus search",
    }  # fmt: skip


@pytest.mark.parametrize("words", ASKED, ids=" ".join)
def test_it_is_asked_for_where_nothing_was_said(fresh: Auditor, words: tuple[str, ...]) -> None:
    done = fresh.run("--offline", *words, *FURTHER.get(" ".join(words), ()), code=2)
    assert done.err.rstrip().endswith("Nobody answered; nothing was done.")
    assert re.search(r": auditor: ", done.err), "the question stands before the answer"


@pytest.mark.parametrize("words", ASKED, ids=" ".join)
def test_a_line_of_standard_input_is_the_same_as_an_argument(
    fresh: Auditor, words: tuple[str, ...]
) -> None:
    needed = (*FURTHER.get(" ".join(words), ()),)
    text = "https://instagram.com/" if "accounts" in words else "no-such-thing.example/x"
    given = fresh.run("--offline", "--ephemeral", *words, *needed, text, code=None)
    read = fresh.type(
        f"{text}\n", "--offline", "--ephemeral", *words, *needed, FROM_STDIN, code=None
    )
    told = [(done.code, _DRAWN.sub("ID", done.out), done.err) for done in (read, given)]
    assert told[0] == told[1]


def test_what_was_typed_all_the_same_is_told_to_be_remembered(fresh: Auditor) -> None:
    words = ("--ephemeral", "--offline", "inspect", "nowhere.jpg")
    assert "may remember" in fresh.type("", *words, code=3, at_terminal=True).err
    assert "may remember" not in fresh.run(*words, code=3).err


def shown() -> Iterator[tuple[str, str]]:
    """Yield each line of the documents and of what the screens say, with where it stands."""
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
    for page in pages:
        for line in page.read_text("utf-8").splitlines():
            yield page.name, line
    for path in sorted((ROOT / "auditor").rglob("*.toml")):
        for line in path.read_text("utf-8").splitlines():
            yield path.name, line
    catalogue = Path(ROOT / "docs" / "auditor.pot").read_text("utf-8")
    for message in re.findall(r'^msgid ((?:".*"\n)+)', catalogue, re.MULTILINE):
        yield "auditor.pot", "".join(re.findall(r'"(.*)"', message))


def told_in(line: str, words: tuple[str, ...]) -> list[str]:
    """Return what a line shows as arguments of a command."""
    told = []
    for match in re.finditer(
        rf"(?<![\w.])auditor {' '.join(words)}(?![\w-])([^`'’”\"#|.,;)]*)", line
    ):
        rest = match[1].split()
        for parameter in found(words).params:
            for name in parameter.opts:
                if name in rest:
                    at = rest.index(name)
                    alone = getattr(parameter, "is_flag", False) or is_private(parameter)
                    del rest[at : at + (1 if alone else 2)]
        told += [word for word in rest if word not in {FROM_STDIN, "[OPTIONS]", "[-]", "[-]..."}]
    return told


def test_documents_and_screens_show_no_private_argument() -> None:
    before = {"accounts show-name": 1, "accounts claim": 2, "corpus search": 1}
    wrong = [
        (where, line)
        for where, line in shown()
        for words in PRIVATE
        if told_in(line, words)[before.get(" ".join(words), 0) :]
    ]
    assert wrong == []


def test_the_guard_of_the_documents_sees_one() -> None:
    assert told_in("run `auditor inspect FILE` first", ("inspect",)) == ["FILE"]
    assert told_in("auditor accounts add --claim mine @ada@x", ("accounts", "add")) == ["@ada@x"]
    assert told_in("`auditor harden --output DIR` and PATH", ("harden",)) == []
    words = ("corpus", "search")
    assert told_in("auditor corpus search set --domain ada", words) == ["set", "ada"]
    assert told_in("auditor corpus search set --domain -", words) == ["set"]
