"""A class on a network: whoever else is there can look, and changes nothing without a code."""

from __future__ import annotations

import json
import re
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode, urlsplit

import pytest

from auditor.cli.commands import practice_join
from auditor.errors import UsageError
from auditor.practice.actions import NewBio, ReplaceByFile, TakeDown
from auditor.practice.catalogue import Catalogue
from auditor.practice.owner import SeatPass, apply, read_settings
from auditor.practice.photo_files import PhotoFiles
from auditor.practice.reach import take_seat
from auditor.practice.server import OpenClass, build, class_announcement, class_list
from auditor.practice.serving.exchange import Request, Server, not_found
from auditor.practice.serving.lan.class_page import ClassPage, qr_rows
from auditor.practice.serving.lan.gate import CODE_PATH, OwnerGate, new_code
from auditor.practice.serving.lan.guard import CLASS_BOUNDS, SeatGuard
from auditor.practice.serving.world import World
from auditor.practice.stories.cast import cast_of
from tests.rows import each_row
from tests.unit.practice.asking import Told, ask

AT = "127.0.0.2"
pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux answers at a second loopback address unasked"
)
FORM = "application/x-www-form-urlencoded"
CODES = (("AAAA-AAAA-AAAA", "AAAA-AAAA-AAAB"), ("BBBB-BBBB-BBBB", "BBBB-BBBB-BBBC"))


@contextmanager
def served(servers: list[Server]) -> Iterator[None]:
    threads = [
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        for server in servers
    ]
    for thread in threads:
        thread.start()
    yield
    for server in servers:
        server.shutdown()
        server.server_close()
    for thread in threads:
        thread.join()


@pytest.fixture
def opened() -> Iterator[OpenClass]:
    catalogue = Catalogue(seed=2, photos=4, same_size=True, cast=cast_of("juno"))
    files, worlds, servers = PhotoFiles(catalogue), list[World](), list[Server]()
    for seat, codes in enumerate(CODES, 1):
        guard = SeatGuard(OwnerGate(seat, codes))
        world, made = build(
            catalogue, f"token-{seat}", photo_files=files, seat=seat, address=AT, guard=guard
        )
        worlds.append(world)
        servers += made.values()
    page = Server(0, AT, guard=SeatGuard())
    opened = OpenClass(tuple(worlds), page.base + "/", lan=True)
    page.route = ClassPage(opened.address, lambda: class_list(opened))
    with served([*servers, page]):
        yield opened


def take(world: World, code: str, **headers: str) -> Told:
    return ask(
        world.bases["front"] + CODE_PATH,
        "POST",
        urlencode({"code": code}).encode(),
        Content_Type=FORM,
        **headers,
    )


def cookie_of(told: Told) -> str:
    assert told.status == 303, told
    return told.headers["set-cookie"].partition(";")[0]


def owner_of(world: World) -> str:
    return world.owner_page(world.cast.account("juno-social"))


def form_token(world: World, cookie: str) -> str:
    page = ask(owner_of(world), Cookie=cookie).body.decode()
    return str(re.findall(r'name="token" value="([^"]+)"', page)[0])


def test_only_whoever_took_a_code_acts_as_the_owner(opened: OpenClass) -> None:
    mine, other = opened.worlds
    before = ask(other.page(other.cast.account("juno-social"))).body
    assert ask(owner_of(mine)).status == 403
    given = take(mine, "aaaa aaaa aaaa")
    cookie = cookie_of(given)
    assert {"HttpOnly", "SameSite=Strict"} <= set(given.headers["set-cookie"].split("; "))
    assert take(mine, CODES[0][0]).status == 403  # it was used
    assert ask(owner_of(mine), Cookie=cookie).status == 200
    apply(owner_of(mine), NewBio("somebody else"), SeatPass(AT, cookie))
    # neither the cookie of another seat nor its name opens this one
    assert ask(owner_of(other), Cookie=cookie).status == 403
    renamed = cookie.replace("owner-1=", "owner-2=")
    assert ask(owner_of(other), Cookie=renamed).status == 403
    assert take(other, CODES[0][1]).status == 403
    token = form_token(mine, cookie)
    for path, fields in (
        ("/reset", {"token": token}),
        ("/reset", {"token": other.form_token}),
        (urlsplit(owner_of(other)).path, {"token": other.form_token, "do": "delete"}),
    ):
        base = other.bases["front"] if path == "/reset" else owner_of(other).partition("/@")[0]
        body = urlencode(fields).encode()
        for headers in ({}, {"Cookie": cookie}, {"Cookie": renamed}):
            assert ask(base + path, "POST", body, Content_Type=FORM, **headers).status == 403
    assert ask(other.page(other.cast.account("juno-social"))).body == before


def test_a_form_of_another_page_is_refused_with_the_cookie_too(opened: OpenClass) -> None:
    mine, other = opened.worlds
    cookie = cookie_of(take(mine, CODES[0][0]))
    body = urlencode({"token": form_token(mine, cookie), "do": "delete"}).encode()
    for odd in (
        {"Origin": other.bases["front"]},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Host": "range.example"},
        {"Host": f"{AT}:1"},
        {"Host": "127.0.0.1"},
        {"Host": AT},
    ):
        told = ask(owner_of(mine), "POST", body, Content_Type=FORM, Cookie=cookie, **odd)
        assert told.status in {403, 421}, odd
    assert ask(owner_of(mine), Cookie=cookie).status == 200
    assert take(mine, CODES[0][1], Origin="http://range.example").status == 403
    cookie_of(take(mine, CODES[0][1]))


@pytest.mark.parametrize("host", ["range.example", "localhost", "127.0.0.1", AT, f"{AT}:1", ""])
def test_only_the_printed_host_is_answered(opened: OpenClass, host: str) -> None:
    for base in (opened.address, opened.worlds[0].bases["front"] + "/"):
        assert ask(base, Host=host).status == 421
        assert ask(base).status == 200


def test_nothing_secret_stands_on_a_page(opened: OpenClass) -> None:
    told = json.dumps(class_list(opened))
    pages = [ask(opened.address).body.decode(), ask(opened.address + "seats.json").body.decode()]
    for world in opened.worlds:
        pages += [ask(base + "/").body.decode() for base in world.bases.values()]
        pages.append(ask(owner_of(world)).body.decode())
    assert not any("this computer" in said for said in pages)  # it is served to others
    for said in (told, *pages):
        for world in opened.worlds:
            assert world.token not in said
            assert not any(code in said or code.replace("-", "") in said for code in world.codes)
    announced = class_announcement(opened)
    assert "token-" not in json.dumps(announced)
    for world in opened.worlds:
        for server in ("front", "host"):
            for wish in ({"reset": True}, {"hour": 50}):
                control = world.bases[server] + "/control"
                body = json.dumps(wish).encode()
                told_ = ask(control, "POST", body, Authorization=f"Bearer {world.token}")
                assert told_.status == 404


def test_five_wrong_guesses_slow_down() -> None:
    hour, code = [0.0], new_code()
    assert len(code.replace("-", "")) == 12
    gate = OwnerGate(1, (code,), lambda: hour[0])

    def guess(typed: str, client: str = "10.0.0.1") -> int:
        body = urlencode({"code": typed}).encode()
        headers = {"content-type": FORM, "host": "h"}
        return int(gate.take(Request("POST", CODE_PATH, {}, headers, body, client)).status)

    assert [guess(f"WRONG-{number}") for number in range(5)] == [403] * 5
    assert guess(code) == 429
    hour[0] += 31
    assert guess("") == 403
    hour[0] += 31
    assert guess(code) == 429  # it waits longer each time
    assert guess(code, "10.0.0.2") == 303  # and nobody else does
    hour[0] += 3600
    assert guess(code) == 403


def test_what_a_learner_puts_up_is_bounded(opened: OpenClass) -> None:
    mine = opened.worlds[0]
    seat = SeatPass(AT, cookie_of(take(mine, CODES[0][0])))
    spec = mine.cast.account("juno-social")
    listed = ask(owner_of(mine), Cookie=seat.cookie).body.decode()
    photos = re.findall(r'name="photo" value="([^"]+)"', listed)
    data = mine.photo_files.upload(mine.catalogue.posting(spec.key, 0).shot)
    for size in (CLASS_BOUNDS.file, 2 * CLASS_BOUNDS.file):  # as a phone of today takes them
        with pytest.raises(UsageError, match="at most 4 MB, 12 MB in all"):
            apply(owner_of(mine), ReplaceByFile(photos[0], data + bytes(size)), seat)
    told = ask(owner_of(mine), "POST", bytes(3 * CLASS_BOUNDS.file), Cookie=seat.cookie)
    assert told.status == 413
    assert "at most 4 MB" in told.body.decode()
    assert ask(owner_of(mine), "POST", bytes(20_000_000), Cookie=seat.cookie).status == 413
    heavy, places = data + bytes(CLASS_BOUNDS.file - len(data)), sorted(set(photos))[:4]
    for photo in places[:3]:
        apply(owner_of(mine), ReplaceByFile(photo, heavy), seat)
    with pytest.raises(UsageError, match="12 MB in all"):
        apply(owner_of(mine), ReplaceByFile(places[3], heavy), seat)
    apply(owner_of(mine), TakeDown(places[3]), seat)


def test_nobody_keeps_another_one_from_a_seat() -> None:
    now = [0.0]
    guard = SeatGuard(OwnerGate(1, ()), lambda: now[0])
    mine = Request("GET", "/", {}, {}, client="10.0.0.1")
    other = Request("GET", "/", {}, {}, client="10.0.0.2")
    asked = 0
    while guard.refuses(mine, 0) is None:
        asked += 1
    assert asked == 600
    assert guard.refuses(other, 0) is None
    now[0] += 1
    assert guard.refuses(mine, 0) is None
    opened = 0
    while guard.opens("10.0.0.1"):
        opened += 1
    assert opened == 40
    assert guard.opens("10.0.0.2")
    guard.closes("10.0.0.1")
    assert guard.opens("10.0.0.1")


def is_hung_up_on(connection: socket.socket, head: bytes) -> bool:
    """Whether whoever is sent more and more of a head ends the connection without a word."""
    try:
        for _time in range(50):
            connection.sendall(head)
            if connection.recv(1) == b"":
                return True
    except ConnectionError:
        return True
    return False


def test_the_page_of_the_class_takes_what_it_was_given_and_nothing_else() -> None:
    page = Server(0, AT, guard=SeatGuard(takes=frozenset({"/vote"})))
    page.route = ClassPage(page.base, lambda: {"seats": []}, {"/vote": lambda _r: not_found()})
    with served([page]):
        assert ask(page.base + "/vote", "POST", b"choice=1").status == 404  # it was asked
        assert ask(page.base + "/vote", "POST", bytes(2000)).status == 405
        for path in ("/", "/seats.json", "/reset", CODE_PATH):
            assert ask(page.base + path, "POST", b"x=1").status == 405


def test_an_endless_head_ends(opened: OpenClass) -> None:
    parts = urlsplit(opened.worlds[0].bases["front"])
    with socket.create_connection((AT, parts.port or 0), timeout=10) as connection:
        head = b"GET / HTTP/1.1\r\n" + b"".join(
            f"X-{number}: {'x' * 1000}\r\n".encode() for number in range(60)
        )
        assert is_hung_up_on(connection, head)
    assert ask(opened.worlds[0].bases["front"] + "/").status == 200


def test_a_seat_is_taken_with_a_code(opened: OpenClass) -> None:
    with pytest.raises(UsageError, match="no code of this seat"):
        take_seat(opened.address, 2, "AAAA-AAAA-AAAA")
    taken = take_seat(opened.address, 2, CODES[1][0])
    assert taken.story == "juno"
    assert CODES[1][0] not in repr(taken)
    assert taken.owner.cookie not in repr(taken)
    apply(owner_of(opened.worlds[1]), NewBio("of seat two"), taken.owner)
    assert opened.worlds[1].bios
    assert not opened.worlds[0].bios
    with pytest.raises(UsageError, match="no seat 3"):
        take_seat(opened.address, 3, "x")


def test_a_mistyped_code_is_asked_for_again(
    opened: OpenClass, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = iter(["aaaa-aaaa-aaax", "bbbb", "aaaa aaaa aaab"])
    monkeypatch.setattr("typer.prompt", lambda *_words, **_how: next(typed))
    assert practice_join.asked(opened.address, 1).seat.seat == 1
    assert capsys.readouterr().err.count("no code of this seat") == 2
    typed = iter(["x"] * 9)
    with pytest.raises(UsageError, match="no code of this seat"):
        practice_join.asked(opened.address, 1)
    assert len(list(typed)) == 6


def test_a_program_of_an_earlier_class_is_told_what_to_do(opened: OpenClass) -> None:
    seat = SeatPass(AT, "owner-1=of-an-earlier-class")
    for ask_owner in (
        lambda: apply(owner_of(opened.worlds[0]), NewBio("late"), seat),
        lambda: read_settings(owner_of(opened.worlds[0]), seat),
    ):
        with pytest.raises(UsageError, match="join with a new code"):
            ask_owner()


@pytest.mark.parametrize(
    "odd",
    [
        "http://10.1.1.1:80/",
        "http://photos.example:80/",
        "https://127.0.0.2:443/",
        "http://me@127.0.0.2:80/",
        "http://127.0.0.2/",
    ],
)
@pytest.mark.parametrize("part", ["front", "plc_url", "text", "owner", "allow_hosts"])
def test_a_class_leads_nowhere_else(opened: OpenClass, odd: str, part: str) -> None:
    listed = json.loads(json.dumps(class_list(opened)))
    seat = listed["seats"][1]
    if part in {"text", "owner"}:
        seat["accounts"][0][part] = odd
    else:
        seat[part] = [odd.removeprefix("http://").strip("/")] if part == "allow_hosts" else odd
    hostile = Server(0, AT)
    hostile.route = ClassPage(hostile.base, lambda: listed)
    with served([hostile]), pytest.raises(UsageError, match="not its own"):
        take_seat(hostile.base, 1, CODES[0][0])


@each_row(
    "address",
    ["8.8.8.8:80", "0.0.0.0:80", "https://127.0.0.2:80", "photos.example:80", "127.0.0.2", "x@y:1"],
)
def test_what_is_no_private_address_is_no_class(address: str) -> None:
    with pytest.raises(UsageError, match="no address of a class"):
        take_seat(address, 1)


def test_the_code_of_the_page_is_drawn_here() -> None:
    rows = qr_rows("http://192.168.1.20:8109/")
    assert len({len(row) for row in rows}) == 1
    assert {letter for row in rows for letter in row} <= set(" ▀▄█")
