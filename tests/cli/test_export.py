"""auditor practice export: a story's pages as files, and what the program reads in them."""

from __future__ import annotations

import re
import socket
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.cli.auditor import Auditor

ADDRESSES = re.compile(r'\b(?:href|src|srcset|action|poster|data|content)="([^"]*)"')
SCRIPTS = re.compile(r"<script\b([^>]*)>")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    room = tmp_path_factory.mktemp("copy")
    target = room / "mara"
    Auditor.at(room).run("practice", "export", "--photos", "6", "--output", str(target))
    return target


def named_in(page: Path) -> set[Path]:
    """Every file that a page names, and nothing but files."""
    found: set[Path] = set()
    for written in ADDRESSES.findall(page.read_text("utf-8")):
        for part in unescape(written).split(", "):
            address = part.split()[0] if part.split() else ""
            if not re.search(r"\.(?:html|jpe?g|png|webp)$", address):
                assert "/" not in address, f"{page.name}: {address}"
                continue
            target = (page.parent / unquote(address)).resolve()
            assert ":" not in address, address
            assert target.is_file(), f"{page.name}: {address}"
            found.add(target)
    return found


def test_every_link_leads_to_a_file_and_every_file_is_linked(copy: Path) -> None:
    reached, waiting = set[Path](), [(copy / "index.html").resolve()]
    while waiting:
        page = waiting.pop()
        if page in reached:
            continue
        reached.add(page)
        assert page.is_relative_to(copy.resolve())
        waiting += named_in(page) if page.suffix == ".html" else ()
    assert reached == {path.resolve() for path in copy.rglob("*") if path.is_file()}
    assert len(reached) > 30


def test_pages_run_nothing_and_ask_for_nothing(copy: Path) -> None:
    for page in copy.rglob("*.html"):
        markup = page.read_text("utf-8")
        assert set(SCRIPTS.findall(markup)) <= {' type="application/ld+json"'}
        assert "<form" not in markup
        assert "127.0.0.1" not in markup
        assert not re.search(r"@import|url\(|<iframe|<base|http-equiv", markup)


def test_nothing_of_the_machine_is_in_it(copy: Path) -> None:
    held = b"".join(path.read_bytes() for path in sorted(copy.rglob("*")) if path.is_file())
    names = "".join(str(path.relative_to(copy)) for path in copy.rglob("*"))
    today = datetime.now(UTC)
    for told in (
        str(Path.home()),
        str(copy.parent),
        socket.gethostname(),
        today.strftime("%Y:%m:%d"),
        today.strftime("%Y-%m-%d"),
        "no-token",
    ):
        if len(told) > 4:  # a shorter name may stand in a picture by chance
            assert told.encode() not in held
            assert told not in names


def test_the_program_reads_an_account_of_it(copy: Path, fresh: Auditor) -> None:
    """The line that the first page gives."""
    index = (copy / "index.html").read_text("utf-8")
    lines = [unescape(each).split() for each in re.findall("<code>(auditor [^<]*)</code>", index)]
    (words,) = (each for each in lines if "accounts/mara-site" in each)
    assert words[:4] == ["auditor", "--home", "practice", "import"]
    given = [str(copy / each) if each.startswith("accounts/") else each for each in words[3:]]
    done = fresh.run(*given)
    assert "Page showed 1 picture" in done.out
    found = fresh.run("answers", "--json", code=1).json
    assert any(each["state"] != "could-not-tell" for each in found["questions"])


def test_a_folder_that_is_there_stays_as_it_is(fresh: Auditor, tmp_path: Path) -> None:
    target = tmp_path / "kept"
    target.mkdir()
    done = fresh.run("practice", "export", "--output", str(target), code=2)
    assert "is there already" in done.err
    assert list(target.iterdir()) == []
    done = fresh.run(
        "practice", "export", "--story", "nobody", "--output", str(tmp_path / "x"), code=2
    )
    assert "Nobody on the practice range" in done.err
