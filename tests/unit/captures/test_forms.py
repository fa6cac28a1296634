"""Every form of capture: the same pictures of the same page, and nothing of who looked at it."""

from __future__ import annotations

import gzip
import hashlib
import re
from contextlib import closing
from pathlib import Path

import pytest

from auditor.captures.capture import Capture
from auditor.captures.opening import open_captures
from auditor.captures.page.owner import PageOwner
from auditor.domain.archives.archive import ArchiveItem
from auditor.domain.archives.capture import PageSeen
from auditor.errors import UsageError
from tests.unit.captures.making import (
    FORMS,
    SECRET,
    WALL,
    Visit,
    drawn,
    har,
    instagram,
    mhtml,
    saved_folder,
    warc,
)

each_form = pytest.mark.parametrize("form", FORMS)


def owner_of(address: str) -> PageOwner | None:
    if "instagram.com" not in address:
        return None
    return PageOwner("instagram", "Instagram", address.split("/")[3])


def opened(path: Path) -> Capture:
    captures, rest = open_captures([str(path)], lambda each: each.open("rb"), owner_of)
    assert rest == ()
    (capture,) = captures
    return capture


def written(folder: Path, form: str, visit: Visit) -> Path:
    name, write = FORMS[form]
    return write(folder / name, visit)


def taken(capture: Capture) -> list[str]:
    """Return the hashes of all pictures that are taken, read as the engine reads them."""
    items = [each for each in capture.entries() if isinstance(each, ArchiveItem)]
    assert len({item.member for item in items}) == len(items)
    return sorted(hashlib.sha256(capture.read(each.member, 1 << 26)).hexdigest() for each in items)


def hashed(*bodies: bytes) -> list[str]:
    return sorted(hashlib.sha256(body).hexdigest() for body in bodies)


@each_form
def test_the_largest_of_each_picture_as_it_was_served(tmp_path: Path, form: str) -> None:
    served = [drawn(number, 1080) for number in range(4)]
    with closing(opened(written(tmp_path, form, instagram(range(4), more=WALL)))) as capture:
        assert taken(capture) == hashed(*served, drawn(9001, 150))
        page = capture.page
        assert (page.shown, page.told, page.asked_to_log_in) == (4, 212, True)
        assert page.page == "https://www.instagram.com/ada.lens/"
        assert capture.identity.handle == "ada.lens"
        assert capture.made_at is not None


@each_form
@pytest.mark.parametrize(
    "mark",
    [
        '<a href="/accounts/logout/">x</a>',
        '<a href="/direct/inbox/">x</a>',
        '<script>x={"config":{"viewer":{"id":"77123"}}}</script>',
        '<script>x={"USER_ID":"1784140","is_logged_in":true}</script>',
        '<body class="home logged-in admin-bar">',
        '<meta name="user-login" content="ada">',
        '<a href="https://www.instagram.com/wp-login.php?action=logout&x=1">x</a>',
        '<form action="/users/sign_out" method="post"></form>',
        '<script>x={"viewer":{"has":1,"username":"ada"},"access_token":"abcdefgh1"}</script>',
        '<button data-testid="SideNav_AccountSwitcher_Button">x</button>',
    ],
)
def test_a_page_of_somebody_logged_in_is_refused(tmp_path: Path, form: str, mark: str) -> None:
    visit = instagram(range(2), more=mark)
    with pytest.raises(UsageError) as error:
        opened(written(tmp_path, form, visit))
    assert "this file opens your account: delete it" in error.value.message
    assert "every other device, an abuser's as well, will notice" in error.value.hint


@each_form
def test_a_page_without_a_log_in_is_not_taken_for_one(tmp_path: Path, form: str) -> None:
    more = (
        '<script>x={"config":{"viewer":null},"USER_ID":"0","is_logged_in":false}</script>'
        '<a href="/accounts/login/">Log in</a><p>viewer { logout }</p>'
        '<a href="/help/how-to-log-out">x</a><a href="/blog/logout-tips">x</a>'
        '<script>x={"features":{"login":true},"viewer":{"user":null},"current_user":{"id":null},'
        '"accessToken":"guest-guest-guest"}</script><a href="/notifications">x</a>'
    )
    with closing(opened(written(tmp_path, form, instagram(range(2), more=more)))) as capture:
        assert capture.page.asked_to_log_in


def general(path: Path, more: str, *, picture: bool = True) -> PageSeen:
    visit = Visit("https://a.example/@ada", f"<!doctype html><html><body>{more}")
    if picture:
        visit.picture("https://a.example/1.jpg", drawn(1))
        visit.markup += '<img src="/1.jpg">'
    with closing(opened(mhtml(path, visit))) as capture:
        return capture.page


@pytest.mark.parametrize(
    ("more", "picture", "asked"),
    [
        ("", True, False),
        ('<header><form><input type="password"></form></header>', True, False),
        ('<form><input type="password"></form>', False, True),
        ('<dialog open><input type="password"></dialog>', True, True),
        ('<div role="dialog"><a href="/login">Log in</a></div>', True, True),
    ],
)
def test_a_way_to_log_in_is_no_wall(
    tmp_path: Path, more: str, *, picture: bool, asked: bool
) -> None:
    assert general(tmp_path / "a.mhtml", more, picture=picture).asked_to_log_in is asked


def test_what_is_of_others_stays_out(tmp_path: Path) -> None:
    visit = Visit("https://a.example/@ada", "<!doctype html><html><body>")
    stands = {
        1: "{}",
        2: '<a href="/@otto/5">{}</a>',
        3: '<section class="comments">{}</section>',
        4: "<aside>{}</aside>",
        5: '<div class="user-avatar">{}</div>',
        6: '<a href="/@ada/6">{}</a>',
        7: '<div class="suggested_users">{}</div>',
        8: "",
        10: "<p style=\"background: center/cover url('/10.jpg')\"></p>",
    }
    for number, around in stands.items():
        visit.picture(f"https://a.example/{number}.jpg", drawn(number))
        visit.markup += around.format(f'<img src="/{number}.jpg">')
    visit.picture("https://a.example/sign.png", drawn(9, 40))
    visit.markup += '<img src="/sign.png">'
    with closing(opened(har(tmp_path / "a.har", visit))) as capture:
        assert taken(capture) == hashed(drawn(1), drawn(6), drawn(10))
        assert dict(capture.page.left_out) == {
            "pictures that lead to somebody else's page": 1,
            "comments, suggestions and what stands beside the page": 3,
            "portraits of accounts": 1,
            "pictures that the page does not name": 1,
            "signs and icons": 1,
        }
        assert capture.notes, "it may be of a script"


def test_a_page_that_firefox_saved_says_itself_where_it_stood(tmp_path: Path) -> None:
    """Firefox keeps no address, and names the folder without a dot in front."""
    visit = instagram(range(2))
    own = f'<link rel="canonical" href="{visit.address}">'
    path = saved_folder(tmp_path / "ada lens.html", visit)
    markup = path.read_text().replace("<head>", f"<head>{own}").replace("./ada lens", "ada%20lens")
    path.write_text(re.sub(r"<!-- saved.*?-->", "", markup))
    with closing(opened(path)) as capture:
        assert capture.identity.handle == "ada.lens"
        assert capture.page.shown == 2


def test_frames_of_other_hosts_are_no_part_of_the_page(tmp_path: Path) -> None:
    visit = Visit("https://a.example/@ada", '<!doctype html><html><img src="/1.jpg">')
    visit.picture("https://a.example/1.jpg", drawn(1))
    visit.picture("https://ads.example/2.jpg", drawn(2))
    framed = '<html><img src="/2.jpg"><form><input type="password"></form></html>'
    visit.bodies["https://ads.example/frame"] = ("text/html", framed.encode())
    for path in (mhtml(tmp_path / "a.mhtml", visit), warc(tmp_path / "a.warc.gz", visit)):
        with closing(opened(path)) as capture:
            assert taken(capture) == hashed(drawn(1))
            assert not capture.page.asked_to_log_in


@each_form
def test_addresses_that_are_none(tmp_path: Path, form: str) -> None:
    for number, address in enumerate(
        ("https://[x/", "https://a.example:99999999/", "https://\udcff/")
    ):
        visit = Visit(
            address.encode("utf-8", "replace").decode(),
            "<!doctype html><html><base href='http://[y'>",
        )
        visit.picture("https://[z/1.jpg", drawn(1))
        visit.markup += '<a href="https://[a"><img src="https://[z/1.jpg"></a>'
        (tmp_path / str(number)).mkdir()
        with closing(opened(written(tmp_path / str(number), form, visit))) as capture:
            assert len(taken(capture)) <= 1
            assert capture.identity.handle is not None


def test_what_is_packed_and_no_capture_is_left_to_others(tmp_path: Path) -> None:
    path = tmp_path / "export.tgz"
    path.write_bytes(gzip.compress(b"media/1.jpg" + bytes(2000)))
    captures, rest = open_captures([str(path)], lambda each: each.open("rb"), owner_of)
    assert (captures, rest) == ((), (str(path),))


def test_the_secret_of_no_test_is_a_real_one() -> None:
    assert SECRET.endswith("nobody")
