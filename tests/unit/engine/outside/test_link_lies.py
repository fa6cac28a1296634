"""Hosts that make a look at a reported link say too much: false "gone", false "still there"."""

from __future__ import annotations

import pytest

from auditor.domain.outside.reported import LinkState
from auditor.engine.outside.removal_words import says_removed
from auditor.ports import Consent
from tests.fakes.link_host import Host, Said, file, page, shown, to
from tests.fakes.pictures import as_file, drawn
from tests.rows import each_row
from tests.unit.engine.outside.looker import OTHER, PICTURE, Looker

pytestmark = pytest.mark.usefixtures("kept_readers")
STILL, MOVED, UNTOLD = LinkState.STILL_THERE, LinkState.MOVED, LinkState.COULD_NOT_TELL
NOTHING = (
    "Página no encontrada",
    "Esta página ya no está disponible",
    "Página não encontrada",
    "Cette page n’existe plus",
    "ページが見つかりません",
    "Страница не найдена",
    "الصفحة غير موجودة",
    "Seite existiert nicht",
    "Oops! We can't find that page",
    "页面不存在",
    "페이지를 찾을 수 없습니다",
    "Nie znaleziono strony",
)


def not_found(said: Said) -> Said:
    """Return a page as one of status 404."""
    _status, headers, body = said
    return 404, headers, body


async def looked(looker: Looker) -> None:
    reported = looker.reported
    await reported.check(consents=[Consent(each) for each in await reported.outgoing()])


@each_row(
    "words",
    [
        "This video has been removed in your country due to a legal complaint.",
        "This content has been removed in some countries.",
        "This content was removed for users in Germany.",
        "This post has been removed from your feed.",
        "This image has been removed from search results.",
        "This photo was removed from the front page.",
        "This image was removed from the album.",
        "This post was deleted by the author. Show anyway",
        "This post has been removed. Log in to see it.",
        "The video was removed temporarily for review.",
        "The content is removed for people under 18.",
        "Dieses Video wurde in deinem Land entfernt.",
        "Este contenido ha sido eliminado en tu país.",
        "Esta imagem foi removida no seu país.",
        "Cette vidéo a été retirée dans votre pays.",
        "Questo contenuto è stato rimosso nel tuo paese.",
    ],
)
def test_what_is_removed_for_some_only_is_not_told_as_removed(words: str) -> None:
    assert not says_removed(words)


@pytest.mark.parametrize("words", NOTHING)
@pytest.mark.parametrize("in_title", [True, False])
async def test_a_page_that_says_in_any_language_that_nothing_is_there(
    host: Host, looker: Looker, words: str, in_title: bool
) -> None:
    links = "".join(f'<a href="/{n}">{n}</a> ' for n in range(6))
    body = f'<img src="/banner.jpg" width="900" height="200"><h1>{words}</h1>{links}'
    host.says = {
        "/p": page("Oh" if in_title else body, words if in_title else "Pictures"),
        "/banner.jpg": file(OTHER),
    }
    await looker.add(f"{host.url}/p")
    assert [await looker.state() for _look in range(2)] == [UNTOLD] * 2, "a banner stays"


@pytest.mark.parametrize(
    "says",
    [
        not_found(shown("/1.jpg")),
        page(
            "<p>This photo was removed following a complaint.</p>"
            '<img src="/1.jpg" width="500" height="400">'
        ),
    ],
)
async def test_a_page_that_says_gone_and_shows_the_picture(
    host: Host, watching: Looker, says: Said
) -> None:
    host.says = {"/p": says, "/1.jpg": file(PICTURE)}
    await watching.add(f"{host.url}/p")
    assert [await watching.state() for _look in range(2)] == [STILL] * 2


async def test_a_page_that_says_gone_and_shows_it_under_another_name(
    host: Host, watching: Looker
) -> None:
    host.says = {"/p": shown("/1.jpg"), "/1.jpg": file(PICTURE), "/2.jpg": file(PICTURE)}
    await watching.add(f"{host.url}/p")
    assert await watching.state() is STILL
    host.says["/p"] = not_found(shown("/2.jpg"))
    assert [await watching.state() for _look in range(2)] == [MOVED] * 2


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("<p>Fastly error: unknown domain: x.example.</p>", "Fastly error: unknown domain"),
        ("<h1>No such app</h1>", "No such app"),
        ("<p>default backend - 404</p>", ""),
        ("<p>The requested URL was rejected. Your support ID is: 123</p>", "Request Rejected"),
        ("<p>Not available in your region</p>", "404"),
        ("<p>Please sign in to view this.</p><a href='/login'>Sign in</a>", "Not found"),
    ],
)
async def test_not_found_that_speaks_of_something_else(
    host: Host, watching: Looker, body: str, title: str
) -> None:
    host.says = {"/p": page(body, title, 404)}
    await watching.add(f"{host.url}/p")
    assert [await watching.state() for _look in range(3)] == [UNTOLD] * 3


async def test_a_clock_that_was_set_makes_no_hour(host: Host, watching: Looker) -> None:
    await watching.add(f"{host.url}/p")
    assert await watching.state(-5) is UNTOLD, "before it was written down"
    assert await watching.state(5.1) is UNTOLD
    assert await watching.state(1) is LinkState.GONE
    host.says["/p"] = shown("/1.jpg")
    assert await watching.state() is UNTOLD
    host.says.clear()
    assert await watching.state(9000) is UNTOLD, "a clock that is a year ahead"
    assert await watching.state(-8999) is UNTOLD, "it counts from the first look that can be"
    assert await watching.state() is LinkState.GONE


async def test_what_answered_between_two_looks_was_not_gone(host: Host, looker: Looker) -> None:
    host.says = {"/1.jpg": file(PICTURE)}
    await looker.add(f"{host.url}/p")
    assert await looker.state() is UNTOLD
    host.says["/p"] = shown("/1.jpg")
    assert await looker.state(0.5) is UNTOLD
    del host.says["/p"]
    assert await looker.state(0.6) is UNTOLD
    assert await looker.state(1) is LinkState.GONE


async def test_a_link_that_leads_to_a_sign_of_the_host(host: Host, looker: Looker) -> None:
    host.says = {"/abc.jpg": to("/removed.png"), "/removed.png": file(OTHER)}
    await looker.add(f"{host.url}/abc.jpg")
    assert [await looker.state() for _look in range(2)] == [UNTOLD] * 2


async def test_what_a_page_shows_is_not_asked_for_if_it_is_a_link_under_18(
    host: Host, watching: Looker
) -> None:
    host.says = {"/p": shown("/1.jpg"), "/1.jpg": file(PICTURE)}
    await watching.reported.add(f"{host.url}/1.jpg", adult=False)
    await watching.add(f"{host.url}/p")
    await looked(watching)
    assert set(host.asked) == {"/p"}


@pytest.mark.parametrize("path", ["/sign.jpg", "/p"])
async def test_a_sign_that_was_remembered_is_none_once_the_list_says_so(
    host: Host, looker: Looker, path: str
) -> None:
    host.says = {"/sign.jpg": file(OTHER), "/p": shown("/sign.jpg")}
    await looker.add(f"{host.url}{path}")
    await looker.look()
    assert await looker.state() is STILL
    await looker.watch()
    entry = await looker.look()
    assert entry.link.state is UNTOLD
    assert "matches nothing on your private list" in entry.link.history[-1].said


async def test_a_link_that_leads_to_itself_is_not_called_large(
    host: Host, watching: Looker
) -> None:
    host.says = {"/1": to("/1")}
    await watching.add(f"{host.url}/1")
    entry = await watching.look()
    assert entry.link.state is UNTOLD
    assert "from one address to the next" in entry.link.history[-1].said


async def test_a_mirrored_picture_and_one_with_a_sticker_are_never_gone(
    host: Host, watching: Looker
) -> None:
    host.says = {"/1.jpg": file(PICTURE)}
    await watching.add(f"{host.url}/1.jpg")
    assert await watching.state() is STILL
    drawing = drawn(b"of the person").repeat(4, 0).repeat(4, 1)
    sticker = drawing.copy()
    sticker[: len(sticker) // 4, : sticker.shape[1] // 4] = 255
    for changed in (drawing[:, ::-1], sticker):
        host.says["/1.jpg"] = file(as_file(changed))
        assert await watching.state() in {STILL, UNTOLD}
