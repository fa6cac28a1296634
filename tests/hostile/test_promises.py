"""Promises of docs/abuse.md and docs/threat-model.md that are read off the program itself."""

from __future__ import annotations

import dataclasses
import subprocess
import sys

import pytest

from auditor.domain.photos.picture_contents import Face
from tests.commands import commands, parameters

SECRET = ("passphrase", "password", "secret", "token", "pin")
PEOPLE = ("name", "names", "email", "e-mail", "mail", "phone", "telephone", "person", "face")

OWN_NAMES = {
    ("plugins trust", "name"),
    ("plugins untrust", "name"),
    ("trust use", "name"),
    ("accounts show-name", "name"),
    ("sign-key create", "--name"),
    ("letter", "--mail"),
    ("likeness-watch", "names"),
    ("discover", "names"),
}
"""A plugin, a list of certificates, a name that the user shows, the name of their own key; `--mail`
takes no word; names that stand on a proven account of the user (tests/cli/test_likeness_watch.py
and test_discover.py hold that no other is asked about)."""


def test_no_command_takes_a_secret_as_an_argument() -> None:
    """What stands in arguments stands in the process list and in the shell's history."""
    named = {
        (" ".join(words), option)
        for words in commands()
        for parameter in parameters(words)
        for option in (*parameter.opts, parameter.name or "")
        if any(word in option.lower() for word in SECRET) and "file" not in option.lower()
    }
    assert named == set()


def test_no_command_looks_for_people_or_adds_many() -> None:
    """No search for a name, an address or a face; one account at a time."""
    searching = {
        (" ".join(words), option)
        for words in commands()
        for parameter in parameters(words)
        for option in parameter.opts
        if option.lstrip("-").lower() in PEOPLE
    }
    assert searching == OWN_NAMES
    adding = parameters(("accounts", "add"))
    assert [parameter.nargs for parameter in adding if parameter.param_type_name == "argument"] == [
        1
    ]


def test_a_face_is_kept_without_anything_that_tells_whose_it_is() -> None:
    """No embedding and no name; a new field is looked at here before it may be kept."""
    assert [field.name for field in dataclasses.fields(Face)] == [
        "box",
        "score",
        "landmarks",
        "yaw",
        "pitch",
        "sharpness",
        "brightness",
        "covered",
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="no core dumps")
def test_a_process_of_ours_leaves_no_core_dump() -> None:
    """The limit of 1 byte also holds where the kernel pipes a dump to a program."""
    program = (
        "import sys; sys.argv = ['auditor', '--version']\n"
        "import auditor.__main__ as start\n"
        "try:\n    start.main()\nexcept SystemExit:\n    pass\n"
        "import resource; print(resource.getrlimit(resource.RLIMIT_CORE))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "(1, 1)"
