"""Twenty learners on one device: each has a world of their own, and pictures are drawn once."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator

import pytest

from auditor.practice.actions import DeleteAccount, NewBio, NewSetting, ReplaceByFile, TakeDown
from auditor.practice.catalogue import Catalogue, Shot
from auditor.practice.owner import apply
from auditor.practice.photo_files import PhotoFiles
from auditor.practice.server import CLASS_PORT, OpenClass, build, class_announcement
from auditor.practice.serving.exchange import Server
from auditor.practice.serving.world import World
from auditor.practice.stories.cast import cast_of
from auditor.practice.stories.read import story_keys
from tests.rows import each_row
from tests.unit.practice.asking import Told, ask

SEATS = 3


@pytest.fixture(scope="module")
def seats() -> Iterator[list[World]]:
    catalogue = Catalogue(seed=2, photos=12, same_size=True)
    files, made, opened = PhotoFiles(catalogue), [], list[Server]()
    for seat in range(1, SEATS + 1):
        world, servers = build(catalogue, f"token-{seat}", photo_files=files, seat=seat)
        made.append(world)
        opened += servers.values()
    threads = [
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        for server in opened
    ]
    for thread in threads:
        thread.start()
    yield made
    for server in opened:
        server.shutdown()
        server.server_close()
    for thread in threads:
        thread.join()


def _site(world: World) -> tuple[str, str]:
    """The owner's page of a site, and the address of its first picture."""
    spec = world.cast.account("mara-site")
    posting = world.catalogue.posting(spec.key, 0)
    return world.owner_page(spec), f"{world.page(spec)}photos/{posting.index}/{posting.file_name}"


def _shown(world: World) -> list[bytes]:
    """What a seat serves, without its own addresses."""
    spec, told = world.cast.account("mara-site"), []
    for path in ("", "about/", "feed.xml", "robots.txt"):
        body = ask(world.page(spec) + path).body
        for base in world.bases.values():
            body = body.replace(base.encode(), b"BASE")
            body = body.replace(base.removeprefix("http://").encode(), b"BASE")
        told.append(body)
    _owner, photo = _site(world)
    return [*told, ask(photo).body]


def _form(world: World, path: str, token: str) -> Told:
    return ask(
        world.bases["front"] + path,
        "POST",
        f"token={token}".encode(),
        Content_Type="application/x-www-form-urlencoded",
    )


def test_a_learner_changes_nothing_at_another_seat(seats: list[World]) -> None:
    mine, *others = seats
    before = [_shown(world) for world in seats]
    assert all(shown == before[0] for shown in before)
    owner, photo = _site(mine)
    data = ask(photo).body
    apply(owner, NewBio("somebody else"))
    apply(owner, NewSetting("noindex", on=True))
    apply(owner, ReplaceByFile(photo, data, "other.jpg"))
    assert _shown(mine) != before[0]
    apply(owner, DeleteAccount())
    assert ask(photo).status == 404
    assert [_shown(world) for world in others] == before[1:]
    assert _form(mine, "/reset", mine.form_token).status == 303
    assert _shown(mine) == before[0]


def test_the_form_of_a_seat_is_refused_at_another(seats: list[World]) -> None:
    mine, other, _third = seats
    assert len({world.form_token for world in seats}) == SEATS
    owner, photo = _site(mine)
    apply(owner, TakeDown(photo))
    assert _form(mine, "/reset", other.form_token).status == 403
    assert ask(photo).status == 404
    control = mine.bases["front"] + "/control"
    body = json.dumps({"reset": True}).encode()
    assert ask(control, "POST", body, Authorization=f"Bearer {other.token}").status == 403
    assert ask(control, "POST", body, Authorization=f"Bearer {mine.token}").status == 200
    assert ask(photo).status == 200


def test_a_file_put_up_after_a_reset_has_an_address_of_its_own(seats: list[World]) -> None:
    mine = seats[0]
    spec = mine.cast.account("mara-social")
    owner = mine.owner_page(spec)
    data = mine.photo_files.upload(mine.catalogue.posting(spec.key, 0).shot)
    addresses = []
    for _time in range(2):
        listed = ask(owner).body.decode()
        first = listed.partition('name="photo" value="')[2].partition('"')[0]
        addresses.append(apply(owner, ReplaceByFile(first, data, "other.jpg")))
        started = time.process_time()
        with mine.lock:
            mine.reset()
        assert time.process_time() - started < 1.0
    assert len(set(addresses)) == 2


def test_every_picture_is_drawn_once_for_all_seats(
    seats: list[World], monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[tuple[int, str]] = []
    make = PhotoFiles._make_upload

    def counted(files: PhotoFiles, shot: Shot, edit: str) -> bytes:
        drawn.append((shot.number, edit))
        return make(files, shot, edit)

    monkeypatch.setattr(PhotoFiles, "_make_upload", counted)
    assert len({id(world.photo_files) for world in seats}) == 1
    for world in seats:
        spec = world.cast.account("tomas-site")
        for place in range(world.catalogue.count(spec.key)):
            posting = world.catalogue.posting(spec.key, place)
            address = f"{world.page(spec)}photos/{posting.index}/{posting.file_name}"
            assert ask(address).status == 200
    assert drawn
    assert len(drawn) == len(set(drawn))


def test_what_is_told_of_the_seats(seats: list[World]) -> None:
    told = json.loads(json.dumps(class_announcement(OpenClass(tuple(seats), "http://class/"))))
    assert [seat["seat"] for seat in told["seats"]] == [1, 2, 3]
    hosts = [host for seat in told["seats"] for host in seat["allow_hosts"]]
    assert len(set(hosts)) == len(hosts)
    assert len({seat["token"] for seat in told["seats"]}) == SEATS
    for world in seats:
        page = ask(world.bases["front"] + "/").body.decode()
        assert f"Seat {world.seat}:" in page
        assert world.token not in page


@each_row("key", story_keys())
def test_the_ports_of_two_seats_never_meet(key: str) -> None:
    assert len(cast_of(key).servers) <= len(cast_of().servers) <= CLASS_PORT
