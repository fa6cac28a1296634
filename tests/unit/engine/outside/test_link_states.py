"""Every state of a reported link, from a host on loopback, through the real door and readers."""

from __future__ import annotations

import threading

import pytest

from auditor.domain.outside.reported import LinkState
from auditor.errors import Offline
from tests.fakes.link_host import Host, Said, file, page, shown, to
from tests.unit.engine.outside.looker import AGAIN, OTHER, PICTURE, SMALL, Looker, grown, looker_at

pytestmark = pytest.mark.usefixtures("kept_readers")
GONE, STILL, SMALLER = LinkState.GONE, LinkState.STILL_THERE, LinkState.SMALLER
MOVED, UNTOLD = LinkState.MOVED, LinkState.COULD_NOT_TELL


@pytest.mark.parametrize(
    ("says", "state"),
    [
        (file(PICTURE), STILL),
        (file(AGAIN), STILL),
        (file(SMALL), SMALLER),
        (file(OTHER), UNTOLD),
        (to("/elsewhere.jpg"), MOVED),
        (to("/small.jpg"), SMALLER),
        (to("/"), UNTOLD),
        (to("/login?next=/1.jpg"), UNTOLD),
        (page("", status=401), UNTOLD),
        (page("", status=403), UNTOLD),
        (page("", status=451), UNTOLD),
        (page("", status=429), UNTOLD),
        (file(b"", status=500), UNTOLD),
        (page("<h1>Page not found</h1>", "404 Not Found"), UNTOLD),
        (
            page("<p>Sorry, this page isn't available. It may have been removed.</p>", "Sorry"),
            UNTOLD,
        ),
        (page('<form><input type="password"></form>', "Log in"), UNTOLD),
        (page("<p>Checking your browser</p>", "Just a moment..."), UNTOLD),
        (page("<p>This content is not available in your country.</p>", "No"), UNTOLD),
        (page(""), UNTOLD),
        (file(b"{}", "application/json"), UNTOLD),
        (file(PICTURE, status=404), STILL),
    ],
)
async def test_a_link_to_a_picture(
    host: Host, watching: Looker, says: Said, state: LinkState
) -> None:
    host.says = {
        "/1.jpg": file(PICTURE),
        "/elsewhere.jpg": file(PICTURE),
        "/small.jpg": file(SMALL),
    }
    host.says["/"] = host.says["/login"] = shown("/logo.jpg")
    await watching.add(f"{host.url}/1.jpg")
    assert await watching.state() is STILL
    host.says["/1.jpg"] = says
    assert await watching.state() is state
    assert await watching.state() is state, "time alone changes nothing"


@pytest.mark.parametrize(
    ("says", "state"),
    [
        (shown("/1.jpg"), STILL),
        (shown("/1.jpg?signed=2", "Other words."), STILL),
        (shown("/again.jpg"), MOVED),
        (shown("/small.jpg"), SMALLER),
        (shown("/other.jpg"), UNTOLD),
        (shown("/none.jpg"), UNTOLD),
        (to("/p/2"), MOVED),
        (to("/"), UNTOLD),
        (shown("/placeholder.jpg", "Not found"), UNTOLD),
        (page("<h1>Not found</h1>", "Not found"), UNTOLD),
        (page('<img src="/placeholder.jpg"><p>Nothing here</p>', "Not found"), UNTOLD),
        (page("<p>This photo was removed following a complaint.</p>", "Removed"), UNTOLD),
    ],
)
async def test_a_link_to_a_page(host: Host, watching: Looker, says: Said, state: LinkState) -> None:
    host.says = {
        "/p/1": shown("/1.jpg"),
        "/p/2": shown("/1.jpg"),
        "/1.jpg": file(PICTURE),
        "/again.jpg": file(PICTURE),
        "/small.jpg": file(SMALL),
        "/other.jpg": file(OTHER),
        "/placeholder.jpg": file(grown(b"a sign of the host")),
        "/": shown("/other.jpg"),
    }
    await watching.add(f"{host.url}/p/1")
    assert await watching.state() is STILL
    host.says["/p/1"] = says
    assert await watching.state() is state


@pytest.mark.parametrize(
    "says",
    [
        file(b"", status=404),
        file(b"", status=410),
        page("<h1>Nothing here</h1>", "404", 404),
        to("/deleted"),
        page("<p>This photo was removed following a complaint.</p>", "Removed"),
        page("<p>Dieses Foto wurde vom Betreiber gelöscht.</p>", "Gelöscht"),
    ],
)
async def test_gone_is_said_at_the_second_look_only(
    host: Host, watching: Looker, says: Said
) -> None:
    host.says = {"/1": shown("/1.jpg"), "/1.jpg": file(PICTURE)}
    await watching.add(f"{host.url}/1")
    assert await watching.state() is STILL
    host.says["/1"] = says
    assert await watching.state() is UNTOLD
    assert await watching.state(0.5) is UNTOLD
    assert await watching.state(0.6) is GONE
    host.says["/1"] = file(b"", status=503)
    assert await watching.state() is UNTOLD, "that it answers nothing today is no longer gone"
    host.says["/1"] = says
    assert await watching.state() is GONE
    host.says["/1"] = shown("/1.jpg")
    assert await watching.state() is STILL, "it came back"
    host.says["/1"] = says
    assert await watching.state() is UNTOLD, "two looks anew"
    assert await watching.state() is GONE


async def test_what_moved_is_not_gone_with_its_old_address(host: Host, watching: Looker) -> None:
    host.says = {"/1.jpg": file(PICTURE), "/new.jpg": file(PICTURE)}
    await watching.add(f"{host.url}/1.jpg")
    assert await watching.state() is STILL
    host.says["/1.jpg"] = to("/new.jpg")
    assert await watching.state() is MOVED
    host.says["/1.jpg"] = file(b"", status=404)
    entry = await watching.look()
    assert (entry.link.state, entry.link.now_at) == (MOVED, f"{host.url}/new.jpg")
    host.says["/new.jpg"] = file(b"", status=403)
    assert await watching.state() is UNTOLD
    assert await watching.state() is UNTOLD, "the other address was not told as gone"
    host.says["/new.jpg"] = file(b"", status=410)
    assert await watching.state() is UNTOLD
    assert await watching.state() is GONE


async def test_another_host_cannot_say_that_it_is_gone(host: Host, watching: Looker) -> None:
    await watching.add(f"{host.url}/1")
    host.says["/1"] = to("http://localhost:1/")
    for _look in range(3):
        assert await watching.state() is UNTOLD


async def test_a_host_that_is_slow_or_silent_or_endless(host: Host, watching: Looker) -> None:
    def hang() -> Said:
        threading.Event().wait(3)
        return file(PICTURE)

    await watching.add(f"{host.url}/1.jpg")
    host.says["/1.jpg"] = hang
    assert await watching.state() is UNTOLD
    host.says["/1.jpg"] = file(bytes(3_000_000))
    entry = await watching.look()
    assert (entry.link.state, "larger" in entry.link.history[-1].said) == (UNTOLD, True)


async def test_without_a_private_list_the_first_look_says_what_it_rests_on(
    host: Host, looker: Looker
) -> None:
    host.says = {"/p": shown("/1.jpg"), "/1.jpg": file(PICTURE), "/again.jpg": file(PICTURE)}
    page_id = await looker.add(f"{host.url}/p")
    first = await looker.look()
    assert first.link.state is UNTOLD
    assert "your private list is empty" in first.link.history[-1].said
    assert await looker.state() is STILL
    host.says["/p"] = shown("/again.jpg")
    moved = await looker.look()
    assert moved.link.state is MOVED
    assert moved.link.now_at == f"{host.url}/again.jpg"
    host.says["/again.jpg"] = file(AGAIN)
    assert await looker.state() is UNTOLD, "only the private list knows a changed picture"
    await looker.reported.done(page_id)
    await looker.add(f"{host.url}/1.jpg")
    direct = await looker.look()
    assert direct.link.state is STILL
    assert "compared with nothing" in direct.link.history[-1].said
    host.says["/1.jpg"] = file(OTHER)
    assert await looker.state() is UNTOLD


async def test_a_sign_of_the_host_is_not_remembered_as_the_picture(
    host: Host, looker: Looker
) -> None:
    host.says = {"/p": shown("/sign.jpg", "x"), "/sign.jpg": file(grown(b"sign"))}
    host.says["/p"] = page('<img src="/sign.jpg"><p>Not here</p>', "Page not found")
    await looker.add(f"{host.url}/p")
    assert [await looker.state() for _look in range(3)] == [UNTOLD] * 3


async def test_what_is_on_the_list_already_is_looked_for_though_the_list_came_later(
    host: Host, looker: Looker
) -> None:
    host.says = {"/1.jpg": file(PICTURE)}
    await looker.add(f"{host.url}/1.jpg")
    assert await looker.state() is STILL
    await looker.watch()
    host.says["/1.jpg"] = file(SMALL)
    assert await looker.state() is SMALLER


async def test_no_byte_of_a_picture_is_kept(host: Host) -> None:
    """What is kept of a look are checksums and a number of pixels."""
    made = await looker_at(host)
    host.says = {"/p": shown("/1.jpg"), "/1.jpg": file(PICTURE)}
    await made.watch()
    await made.add(f"{host.url}/p")
    entry = await made.look()
    told = repr(entry)
    assert entry.link.state is STILL
    for start in range(0, len(PICTURE) - 16, 997):
        assert PICTURE[start : start + 16].hex() not in told
        assert repr(PICTURE[start : start + 16])[2:-1] not in told
    assert set(map(len, (entry.link.prints[0].address, entry.link.prints[0].body))) == {64}
    await made.close()


async def test_offline_is_no_look(host: Host) -> None:
    made = await looker_at(host, offline=True)
    await made.add(f"{host.url}/1")
    with pytest.raises(Offline):
        await made.look()
    (entry,) = await made.reported.entries()
    assert entry.link.history == ()
    assert host.asked == []
