"""Every command that has `--json`, read off the app: what it prints has the promised shape.

`Done.json` holds each document against its shape; here it is made sure that there is one for each
command, and that each is printed at least once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from auditor.errors import ExitCode
from auditor.practice.catalogue import Catalogue
from auditor.practice.server import open_class
from auditor.practice.stories.cast import cast_of
from auditor.report.json.shapes import registry
from tests import json_shapes
from tests.cli.auditor import Auditor
from tests.cli.handed_in import hand_in
from tests.cli.ranges import Range
from tests.cli.test_import import instagram
from tests.commands import json_commands
from tests.fakes.pictures import as_file, drawn
from tests.fakes.trainers import trainers_folder
from tests.unit.corpus.parquet import write_set
from tests.unit.readers.signed import authority


@dataclass(frozen=True)
class World:
    """What a case may use: a scanned vault of its own, the range that it is of, and a folder."""

    auditor: Auditor
    practice: Range
    room: Path

    @property
    def picture(self) -> str:
        path = self.room / "picture.jpg"
        if not path.exists():
            path.write_bytes(as_file(drawn(b"private")))
        return str(path)

    @property
    def finding(self) -> str:
        found = self.auditor.run("findings", "--json", code=1).json["findings"]
        return str(found[0]["id"])

    def list_of_hashes(self, name: str) -> str:
        (self.room / name).write_text(f"{5:064x}\n", "utf-8")
        return str(self.room / name)


Case = Callable[[World], tuple[str, ...]]
"""Prepares what its command needs, and returns the words behind it."""


def _nothing(_world: World) -> tuple[str, ...]:
    return ()


def _matched(world: World) -> tuple[str, ...]:
    (world.room / "no picture.jpg").write_bytes(b"no picture")
    return world.picture, str(world.room / "no picture.jpg")


def _link(world: World) -> tuple[str, ...]:
    (photo, *_rest) = world.auditor.run("photos", "--json").json["photos"]
    return photo["media_url"], "--yes"


def _authorities(world: World) -> tuple[str, ...]:
    (world.room / "anchors.pem").write_bytes(authority().pem)
    return (str(world.room / "anchors.pem"),)


def _trusted(world: World) -> tuple[str, ...]:
    world.auditor.run("trust", "import", *_authorities(world))
    return ()


def _keyed(world: World) -> tuple[str, ...]:
    world.auditor.run("sign-key", "create", "--name", "Robin")
    return ()


def _signed(world: World) -> tuple[str, ...]:
    _keyed(world)
    return world.picture, "--output", str(world.room / "signed")


def _done(world: World) -> tuple[str, ...]:
    step = world.auditor.run("plan", "--json").json["steps"][0]
    world.auditor.run("plan", "--done", step["id"])
    return ()


def _inspected(world: World) -> tuple[str, ...]:
    Image.new("RGB", (80, 60), "teal").save(world.room / "teal.png")
    return str(world.room / "teal.png"), world.picture, str(world.room / "none.jpg")


def _training_set(world: World) -> tuple[str, ...]:
    write_set(world.room / "set.parquet", ["https://ada.example/1.jpg", "https://b.example/"])
    return (
        str(world.room / "set.parquet"), "--domain", "ada.example",
        "--output", str(world.room / "rows.csv"),
    )  # fmt: skip


def _exported(world: World) -> tuple[str, ...]:
    path = instagram(world.room / "export.zip", range(3))
    return path, "--claim", "mine", "--confirm", "ada.lens"


def _reported(world: World, age: str = "--adult") -> tuple[str, ...]:
    done = world.auditor.run("reported", "add", "https://host.example/1", age, "--json")
    return (done.json["links"][0]["id"],)


def _bookmarked(world: World) -> tuple[str, ...]:
    page = '<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<A HREF="https://www.dropbox.com/">x</A>'
    (world.room / "bookmarks.html").write_text(page, "utf-8")
    return (str(world.room / "bookmarks.html"),)


def _class(world: World) -> tuple[str, ...]:
    hand_in(world.room / "handed", people=6)
    world.auditor.run(
        "practice", "results", "merge", str(world.room / "handed"),
        "--output", str(world.room / "class"),
    )  # fmt: skip
    return (str(world.room / "class"),)


def _to_test(world: World, part: str) -> tuple[str, ...]:
    """Three real and three fake pictures of a trainer: two in each part."""
    place = world.room / "pictures"
    return (
        str(trainers_folder(place)), "--part", part, "--copies", str(world.room / part),
        "--results", str(world.room / "mine.json"),
    )  # fmt: skip


def _tested(world: World) -> tuple[str, ...]:
    world.auditor.type(TYPED["awareness test"], "awareness", "test", *_to_test(world, "pre"))
    return (str(world.room / "mine.json"),)


def _seat(_world: World) -> tuple[str, ...]:
    """A seat of a class that this process serves until it ends."""
    catalogue = Catalogue(seed=1, photos=4, same_size=True, cast=cast_of("juno"))
    opened = open_class(catalogue, 1)
    return (opened.address, "--headless")


PARTLY = {"inspect": ExitCode.SOURCE_FAILED, "reported check": ExitCode.SOURCE_FAILED}
"""Commands whose case names a file or link of which nothing can be told, and their exit code."""


TYPED = {"awareness test": "2\n80\n1\n" * 2}
"""What is typed at commands that ask."""

CASES: Mapping[str, Case] = {
    "accounts add": lambda _world: ("https://instagram.com/ada/",),
    "accounts list": _nothing,
    "answers": _nothing,
    "archived": lambda _world: ("--dry-run",),
    "awareness": _nothing,
    "awareness check": lambda world: (str(trainers_folder(world.room / "pictures")),),
    "awareness lesson": lambda _world: ("credential",),
    "awareness result": _tested,
    "awareness test": lambda world: _to_test(world, "pre"),
    "awareness try": lambda _world: ("light", "--answer", "2"),
    "breaches": lambda _world: ("--list",),
    "case": lambda world: ("--finding", world.finding, "--output", str(world.room / "case.zip")),
    "corpus search": _training_set,
    "changes": _nothing,
    "checklist": lambda _world: ("Instagram",),
    "checks": _nothing,
    "demo": lambda _world: ("--headless", "--photos", "12"),
    "findings": _nothing,
    "findings mark": lambda world: (world.finding, "--state", "accepted"),
    "guidance check": _nothing,
    "harden": lambda world: (world.picture, "--output", str(world.room / "clean")),
    "hash": lambda world: (world.picture, str(world.room / "none.jpg")),
    "help-services": lambda _world: ("--where", "GB", "--adult", "--situation", "threatened"),
    "import": _exported,
    "inspect": _inspected,
    "keys list": _nothing,
    "law": lambda _world: ("--where", "US-CA", "--situation", "threatened"),
    "letter": lambda _world: ("--list",),
    "likeness": _nothing,
    "likeness-watch": lambda _world: ("--dry-run",),
    "links": _nothing,
    "match": lambda world: (world.list_of_hashes("needles"), world.list_of_hashes("hays")),
    "network-log": _nothing,
    "openness": lambda world: (world.practice.account("tomas-site")["text"],),
    "opt-out": lambda world: ("--output", str(world.room / "site")),
    "discover": lambda _world: ("--dry-run",),
    "forgotten": _bookmarked,
    "password-check": lambda world: ("--file", str(world.room), "--dry-run"),
    "photos": _nothing,
    "places": lambda _world: ("--exact",),
    "plan": _nothing,
    "plugins list": _nothing,
    "private check-link": _link,
    "practice check": lambda _world: ("mara-count", "0"),
    "practice tasks": _nothing,
    "practice pack": _nothing,
    "practice results show": _class,
    "practice join": _seat,
    "practice serve": lambda _world: ("--photos", "12", "--seats", "2"),
    "private list": _nothing,
    "private match": _matched,
    "private plan": lambda world: (world.picture, "--adult", "yes", "--hashes", "2"),
    "reported add": lambda _world: ("https://host.example/1", "--adult"),
    "reported check": lambda world: (*_reported(world, "--minor"), "--yes"),
    "reported done": _reported,
    "reported list": lambda world: _reported(world, "--minor")[:0],
    "reported next": _reported,
    "scan": _nothing,
    "sign": _signed,
    "sign-key create": lambda _world: ("--name", "Robin"),
    "sign-key show": _keyed,
    "sources": _nothing,
    "trust import": _authorities,
    "trust list": _trusted,
    "trust use": lambda _world: ("official",),
    "verify": _done,
}
SLOW = {"demo", "practice join", "private check-link", "private plan"}


@pytest.fixture(scope="module")
def watching(scanned: Auditor, tmp_path_factory: pytest.TempPathFactory) -> Auditor:
    """The scanned vault with a picture on the private list, of which only copies are used."""
    room = tmp_path_factory.mktemp("watching")
    auditor = scanned.copy(room / "auditor")
    (room / "private.jpg").write_bytes(as_file(drawn(b"private")))
    auditor.run("private", "add", str(room / "private.jpg"), "--adult", "yes", "--label", "blue")
    return auditor


@pytest.fixture
def world(watching: Auditor, practice: Range, tmp_path: Path) -> World:
    (tmp_path / "word").write_text("six plain words make it hard\n", "utf-8")
    told = watching.copy(tmp_path / "auditor").told(
        AUDITOR_CASE_PASSPHRASE_FILE=str(tmp_path / "word")
    )
    room = tmp_path / "elsewhere"
    room.mkdir()
    return World(told, practice, room)


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(command, marks=[pytest.mark.slow] if command in SLOW else [])
        for command in json_commands()
    ],
)
def test_every_document_has_the_promised_shape(world: World, command: str) -> None:
    assert command in CASES, f"auditor {command} --json is in no case: add one to CASES"
    promised = [entry.schema for entry in registry.ALL if command in entry.commands]
    assert promised, f"auditor {command} --json has no shape in report/json/shapes/registry.py"
    words = CASES[command](world)
    done = world.auditor.type(TYPED.get(command, ""), *command.split(), *words, "--json", code=None)
    assert done.code in ({PARTLY[command]} if command in PARTLY else {0, 1}), done.err
    assert [done.json["schema"]] == promised


def test_no_document_is_promised_for_nothing() -> None:
    known = {command for entry in registry.ALL for command in entry.commands}
    assert known | set(CASES) == set(json_commands())
    assert all(entry.commands or entry.also for entry in registry.ALL)


@pytest.mark.parametrize("more", [(), ("--full",)])
def test_the_report_has_the_promised_shape(
    scanned: Auditor, tmp_path: Path, more: tuple[str, ...]
) -> None:
    target = tmp_path / "report.json"
    scanned.run("report", "--format", "json", "--output", str(target), *more)
    assert json_shapes.check(target.read_text("utf-8"))["schema"] == "auditor/report/2"
