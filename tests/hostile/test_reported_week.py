"""Links that were reported, over a week: every state, nothing of a picture on the disk.

The host of the range removes, moves, hides and brings back by its own clock, which is set together
with that of the program; all else is what a user has: the network door, readers, a vault on disk.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from auditor.domain.outside.history import files, unbroken
from auditor.domain.outside.reported import LinkState
from auditor.practice.hosting import HOSTED, WEEK_H
from auditor.practice.serving.outside.host import PictureHost
from tests.cli.auditor import Auditor
from tests.hostile.reported_week import (
    PUT_UP,
    Expected,
    Week,
    found_on_disk,
    one_clock,
    paths_of,
    pieces,
    week,
)

TELLING = (0, 1, 24, 24.5, 25, 46, 47, 48, 49, 50, 71, 72, WEEK_H)
"""Hours at which the host begins to answer otherwise, and the looks around them."""
BY_THE_HOUR = ("stays", "in-time", "late", "own-words", "comes-back", "flickers", "redirects")


async def looked_at(w: Week, hours: Sequence[float], *, listed: bool) -> None:
    """Look at each of these hours; say of all states that are wrong which they are."""
    expected, wrong = Expected(listed), []
    for hour in hours:
        states = await w.check(hour)
        for path in w.ids:
            right = expected.state(path, hour)
            if states[path] is not right:
                said = (await w.entry(path)).link.history[-1].said
                wrong.append(f"hour {hour}, {path}: {states[path]} is not {right} ({said})")
    assert not wrong, "\n".join(wrong)


_PARTS = 3
"""In which the long test runs, on as many cores as there are."""


@pytest.mark.slow
@pytest.mark.parametrize("listed", [True, False], ids=["on the private list", "no list"])
async def test_every_state_is_right_in_a_week(tmp_path: Path, listed: bool) -> None:
    async with week(tmp_path) as w:
        if listed:
            await w.session.private.add(w.host.picture(), "blue")
        await w.report(*paths_of())
        await looked_at(w, TELLING, listed=listed)
        nothing_is_left(w)
    nothing_is_left(w)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(_PARTS))
async def test_every_state_is_right_at_every_hour(tmp_path: Path, part: int) -> None:
    async with week(tmp_path) as w:
        await w.session.private.add(w.host.picture(), "blue")
        await w.report(*paths_of(*BY_THE_HOUR[part::_PARTS]))
        await looked_at(w, range(WEEK_H + 1), listed=True)
        for path in w.ids:
            link = (await w.entry(path)).link
            assert len(link.history) == WEEK_H + 1
            assert unbroken(link)


async def test_gone_takes_two_looks_an_hour_apart(tmp_path: Path) -> None:
    """The quick form of the week: four links at the hours that matter."""
    keys = ("in-time", "late", "comes-back", "flickers")
    async with week(tmp_path) as w:
        await w.report(*(f"/i/{key}.jpg" for key in keys))
        await looked_at(
            w, (0, 24, 24.99, 25, 46.99, 47, 47.9, 48, 49, 49.9, 50, 72, WEEK_H), listed=False
        )
        removed = (await w.entry("/i/late.jpg")).link
        assert [look.state for look in removed.history[-4:]] == [
            LinkState.COULD_NOT_TELL,
            LinkState.GONE,
            LinkState.GONE,
            LinkState.GONE,
        ]
        nothing_is_left(w)


def test_the_command_tells_it_by_its_exit_code(tmp_path: Path) -> None:
    with one_clock() as (world, clock, settings):
        chosen = tmp_path / "settings.toml"
        hosts = json.dumps(settings.network.allow_hosts)
        chosen.write_text(
            f"[network]\nallow_hosts = {hosts}\n[readers]\nvision = false\nexiftool = false\n"
        )
        auditor = Auditor.at(tmp_path, "--settings", str(chosen))
        on = ("--to", "Pictures Ltd", "--on", PUT_UP.isoformat(), "--channel", "form")
        what = ("--where", "US", "--kind", "intimate", "--complete")
        for path, age in (("/i/in-time.jpg", "--adult"), ("/i/stays.jpg", "--minor")):
            more = (*on, *what) if age == "--adult" else ()
            auditor.type(world.bases["host"] + path, "reported", "add", "-", *more, age)
        adult, minor = auditor.run("reported", "list", "--json").json["links"]
        assert (minor["adult"], minor["clock"], minor["reported"]["to"]) == (False, None, "")
        seen = []
        for hour, code in ((0, 1), (46, 1), (47, 3), (47.5, 3), (48, 0), (WEEK_H, 0)):
            world.hosting.hour, clock.time = hour, PUT_UP + timedelta(hours=hour)
            look = ("reported", "check", adult["id"], "--yes", "--json")
            (link,) = auditor.run(*look, code=code).json["links"]
            seen.append(link["state"])
            assert link["clock"]["ends"].startswith("2026-11-04T09:00")
        assert seen == [*["still-there"] * 2, *["could-not-tell"] * 2, *["gone"] * 2]
        auditor.run("reported", "check", "--yes", code=3)  # of the other nothing is known
        assert world.hosting.asked == {"/i/in-time.jpg": 7}
        picture = {"the file": PictureHost(world).picture()}
        assert found_on_disk(picture, auditor.vault, tmp_path / "tmp", tmp_path / "home") == set()


def nothing_is_left(w: Week) -> None:
    """Fail where a piece of what the host serves stands in the vault or a temporary file."""
    pictures = {
        "the file": w.host.picture(),
        "a smaller one": w.host.picture(longest=480),
    }
    assert found_on_disk(pictures, w.folder) == set()
    assert list((w.folder / "tmp").rglob("*")) == []


def test_a_piece_on_the_disk_would_be_found(tmp_path: Path) -> None:
    picture = bytes(range(256)) * 40 + b"the end of it, which is told apart from the rest of it"
    (tmp_path / "cache").mkdir()
    for name, data in (("part", picture[3000:3300]), ("sum", b"x")):
        kept = tmp_path / "cache" / name
        kept.write_bytes(b"\x00" * 77 + data)
        found = found_on_disk({"it": picture}, tmp_path)
        assert found == ({("part", "it")} if name == "part" else set())
        kept.unlink()
    assert all(piece in picture for piece in pieces(picture))


async def test_nothing_is_asked_for_somebody_under_18(tmp_path: Path) -> None:
    async with week(tmp_path) as w:
        await w.report("/v/stays", "/i/late.jpg", adult=False)
        await w.report("/i/in-time.jpg")
        w.asked.clear()
        reported = w.session.reported
        for hour in (0, 47, 48, WEEK_H):
            states = await w.check(hour)
            assert states["/v/stays"] is LinkState.NOT_CHECKED
            assert await reported.check([w.ids["/v/stays"]]) == ()
            assert await reported.requests([w.ids["/i/late.jpg"]]) == ()
        assert w.asked == {"/i/in-time.jpg": 4}
        kept = (await w.entry("/v/stays")).link
        assert (kept.report.on, kept.where, kept.history, kept.prints) == (None, "", (), ())


async def test_a_host_is_asked_only_once_it_was_agreed_to(tmp_path: Path) -> None:
    async with week(tmp_path) as w:
        await w.report("/v/stays")
        w.asked.clear()
        assert await w.session.reported.check() == ()
        assert not w.asked
        await w.check(0)
        assert w.asked["/v/stays"] == 1
        await w.session.reported.done(w.ids["/v/stays"])
        await w.check(1)
        assert w.asked["/v/stays"] == 1, "a closed one is not asked for"


async def test_the_history_is_checked_with_sha256sum_alone(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    (tmp_path / "week").mkdir()
    async with week(tmp_path / "week") as w:
        await w.report("/i/in-time.jpg", "/i/stays.jpg")
        for hour in (0, 46, 47, 48):
            await w.check(hour)
        histories = [files((await w.entry(path)).link) for path in w.ids]
    for name, data in (entry for history in histories for entry in history.items()):
        (folder / name).write_bytes(data)
    looks = [name for history in histories for name in [*history][1:]]
    assert len(looks) == 8

    def verifies() -> bool:
        done = subprocess.run(
            ["sha256sum", "-c", "--strict", *looks], cwd=folder, capture_output=True, check=False
        )
        return done.returncode == 0

    assert verifies()
    for number, was, would_be in ((0, b"form", b"mail"), (2, b"still-there", b"gone")):
        changed = folder / [*histories[0]][number]
        kept = changed.read_bytes()
        assert was in kept
        changed.write_bytes(kept.replace(was, would_be))
        assert not verifies(), "an entry was changed"
        changed.write_bytes(kept)
    assert verifies()
    changed.unlink()
    assert not verifies(), "an entry was left out"


def test_the_week_walks_all_that_the_host_can_do() -> None:
    assert set(paths_of()) == {
        path for link in HOSTED for path in (f"/i/{link.key}.jpg", f"/v/{link.key}")
    }
    turns = {turn.hour for link in HOSTED for turn in link.turns}
    assert turns <= {*TELLING}
