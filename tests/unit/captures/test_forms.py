"""Every form of capture: the same pictures of the same page, and nothing of who looked at it."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import plistlib
import re
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from auditor.captures.capture import Capture
from auditor.captures.opening import open_captures
from auditor.captures.page.owner import PageOwner
from auditor.domain.archives.archive import ArchiveItem, EntryLeftOut
from auditor.domain.archives.capture import PageSeen
from auditor.errors import UsageError
from tests.rows import each_row
from tests.unit.captures.making import (
    CDN,
    FORMS,
    SECRET,
    WALL,
    Visit,
    drawn,
    entry,
    har,
    instagram,
    mhtml,
    saved_folder,
    single_file,
    warc,
    webarchive,
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
        '<html class="js logged-in ">',
        "<body class=loggedin><a href=https://www.instagram.com/direct/inbox/ role=link>x</a>",
        "<a data-testid=AppTabBar_DirectMessage_Link>x</a>",
        "<input type=hidden name=fb_dtsg value=NAcPStW>",
        "<code>{&quot;data&quot;:{&quot;$type&quot;:&quot;com.linkedin.voyager.common.Me&quot;}}</code>",
        '<a class="_15d918be" href="https://www.linkedin.com/mynetwork">x</a>',
        '<a class="_15d918be" href="https://www.linkedin.com/messaging/">x</a>',
        "<code>{&quot;viewerId&quot;:&quot;34412&quot;}</code>",
        '<script>{"webapp.app-context":{"language":"en","user":{"uid":"68000000001"}}}</script>',
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
        '<script>{"ACCOUNT_ID":"0","USER_ID":"0","LOGGED_IN":false,"isAuthenticated":false,'
        '"webapp.app-context":{"language":"en","user":{},"webId":"12"},"webapp.user-detail":'
        '{"user":{"id":"680","uid":""}}}</script><div class="js not-logged-in"></div>'
        "<div class=not-logged-in></div><code>{&quot;viewer&quot;:null}</code>"
        '<a href="/in/ada/messaging-tips">x</a><input name=fb_dtsg value="">'
    )
    with closing(opened(written(tmp_path, form, instagram(range(2), more=more)))) as capture:
        assert capture.page.asked_to_log_in


def test_a_single_file_leaves_away_the_quotes_that_nobody_needs(tmp_path: Path) -> None:
    visit = instagram(range(2), more="<p><a class=x href=/accounts/login/?next=y>Log in</a>")
    visit.markup = visit.markup.replace('property="og:description"', "property=og:description")
    with closing(opened(single_file(tmp_path / "a.html", visit))) as capture:
        page = capture.page
    assert (page.shown, page.told, page.asked_to_log_in) == (2, 212, True)


@each_row(
    ("said", "told"),
    [
        ("637 seguidores, 499 seguidos, 11 publicaciones - Ve fotos", 11),
        ("1.2M Followers, 1,024 Following, 1,234 Posts - See Instagram photos", 1234),
        ("90 Follower, 12 gefolgt, 1.234 Beiträge – Sieh dir", 1234),
        ("3 456 followers, 12 suivi(e)s, 1\u202f234 publications - Voir", 1234),
        ("フォロワー637人、フォロー中499人、投稿67件 - Ada", 67),
        ("90 Followers, 12 Following, 12K Posts - See", None),
        ("90 Followers, 12 Following, 1,2 mil Posts - See", None),
        ("See photos of 3 cats, 4 dogs, 5 birds", None),
    ],
)
def test_how_many_there_are_is_read_in_every_language(
    tmp_path: Path, said: str, told: int | None
) -> None:
    visit = instagram(range(2), posts=None)
    visit.markup = visit.markup.replace(
        "<head>", f'<head><meta property="og:description" content="{said}"/>'
    )
    with closing(opened(mhtml(tmp_path / "a.mhtml", visit))) as capture:
        assert capture.page.told == told


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
        11: '<a href="https://b.example/@otto/5">{}</a>',  # somebody's page there, not here
    }
    for number, around in stands.items():
        visit.picture(f"https://a.example/{number}.jpg", drawn(number))
        visit.markup += around.format(f'<img src="/{number}.jpg">')
    visit.picture("https://a.example/sign.png", drawn(9, 40))
    visit.markup += '<img src="/sign.png">'
    with closing(opened(har(tmp_path / "a.har", visit))) as capture:
        assert taken(capture) == hashed(drawn(1), drawn(6), drawn(10), drawn(11))
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


@each_row("ending", ["-Dateien", "_dosyalar", "_fichiers", ".files"])
def test_the_folder_has_its_name_in_every_language(tmp_path: Path, ending: str) -> None:
    """Scripts and styles in it are no pictures, and are not counted as such."""
    visit = instagram(range(2))
    path = saved_folder(tmp_path / "ada.html", visit)
    path.write_text(path.read_text().replace("./ada_files", f"./ada{ending}"))
    folder = (tmp_path / "ada_files").rename(tmp_path / f"ada{ending}")
    for name in ("a.js", "b.js.download", "c.css", "d.html", "e.svg", "f.JS.indir"):
        (folder / name).write_text("x")
    (folder / "1.js.jpg").write_bytes(drawn(5))
    with closing(opened(path)) as capture:
        assert capture.page.shown == 2
        assert dict(capture.page.left_out) == {
            "portraits of accounts": 1,
            "pictures that the page does not name": 1,
        }


def test_frames_of_other_hosts_are_no_part_of_the_page(tmp_path: Path) -> None:
    visit = Visit("https://a.example/@ada", '<!doctype html><html><img src="/1.jpg">')
    visit.picture("https://a.example/1.jpg", drawn(1))
    visit.picture("https://ads.example/2.jpg", drawn(2))
    framed = '<html><img src="/2.jpg"><form><input type="password"></form></html>'
    visit.bodies["https://ads.example/frame"] = ("text/html", framed.encode())
    for path in (
        mhtml(tmp_path / "a.mhtml", visit),
        warc(tmp_path / "a.warc.gz", visit),
        webarchive(tmp_path / "a.webarchive", visit),
    ):
        with closing(opened(path)) as capture:
            assert taken(capture) == hashed(drawn(1))
            assert not capture.page.asked_to_log_in


def test_a_frame_under_the_address_of_the_page_is_no_part_of_it(tmp_path: Path) -> None:
    """Chrome saves what a script wrote into a frame under the address of the page around it."""
    visit = Visit("https://a.example/@ada", '<!doctype html><html><img src="/1.jpg">')
    visit.picture("https://a.example/1.jpg", drawn(1))
    visit.picture("https://ads.example/2.jpg", drawn(2))
    path = mhtml(tmp_path / "a.mhtml", visit)
    edge = b"------MultipartBoundary--x1y2z3----"
    frame = (
        b"\r\nContent-Type: text/html\r\nContent-Location: https://a.example/@ada\r\n\r\n"
        b'<html><img src="https://ads.example/2.jpg"></html>\r\n'
    )
    path.write_bytes(path.read_bytes().replace(edge + b"--", edge + frame + edge + b"--"))
    with closing(opened(path)) as capture:
        assert taken(capture) == hashed(drawn(1))
        assert dict(capture.page.left_out) == {"pictures that the page does not name": 1}
        assert capture.made_at == datetime(2026, 11, 28, 10, tzinfo=UTC)


def test_a_page_inside_a_message_of_parts(tmp_path: Path) -> None:
    """Mail programs write a page beside its plain text, and pictures after both."""
    picture = base64.encodebytes(drawn(1)).decode()
    lines = [
        "MIME-Version: 1.0", 'Content-Type: multipart/related; boundary="a"', "", "--a",
        'Content-Type: multipart/alternative; boundary="b"', "", "--b", "Content-Type: text/plain",
        "", "x", "--b", 'Content-Type: text/html; charset="iso-8859-1"',
        "Content-Transfer-Encoding: quoted-printable", "Content-Location: https://a.example/ada",
        "", '<html><body><img src=3D"https://a.example/1.jpg" alt=3D"f=FCr"></body></html>',
        "--b--", "--a", "Content-Type: image/jpeg", "Content-Transfer-Encoding: base64",
        "Content-Location: https://a.example/1.jpg", "", picture, "--a--", "",
    ]  # fmt: skip
    path = tmp_path / "a.mht"
    path.write_bytes("\r\n".join(lines).encode())
    with closing(opened(path)) as capture:
        assert taken(capture) == hashed(drawn(1))
        (item,) = (each for each in capture.entries() if isinstance(each, ArchiveItem))
        assert item.alt == "für"


@each_row("ending", ["har", "mht", "MHTML", "warc", "warc.gz", "wacz", "webarchive"])
def test_a_file_that_is_none_of_its_kind_is_told(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"page.{ending}"
    path.write_text("onInputData({})")
    with pytest.raises(UsageError, match="does not begin as such a file does"):
        opened(path)


def _told_of(path: Path) -> str:
    with pytest.raises(UsageError) as error:
        opened(path)
    return error.value.message


def test_a_har_that_lacks_what_is_to_be_told(tmp_path: Path) -> None:
    """Chrome leaves bodies out of it unless asked, Firefox those that are too large."""
    visit = instagram(range(3))
    whole = json.loads(har(tmp_path / "a.har", visit).read_text())
    for each in whole["log"]["entries"]:
        if each["request"]["url"] != visit.address:
            del each["response"]["content"]["text"]
    (tmp_path / "b.har").write_text(json.dumps(whole))
    assert "holds the body of none: save it with content" in _told_of(tmp_path / "b.har")
    whole["log"]["entries"] = [entry("https://a.example/x.js", "text/javascript", "x")]
    (tmp_path / "c.har").write_text(json.dumps(whole))
    assert "no page and no picture in it" in _told_of(tmp_path / "c.har")


def test_a_page_that_shows_nothing_but_a_log_in_tells_that(tmp_path: Path) -> None:
    visit = Visit("https://www.instagram.com/ada.lens/", f"<!doctype html><html>{WALL}</html>")
    with closing(opened(har(tmp_path / "a.har", visit))) as capture:
        assert (capture.page.shown, capture.page.asked_to_log_in) == (0, True)
        assert capture.made_at == datetime(2026, 11, 28, 10, tzinfo=UTC)


def test_a_har_as_different_programs_write_it(tmp_path: Path) -> None:
    """Comments (Firefox), an answer from the cache, a piece, another order, a space, a BOM."""
    visit = instagram(range(4))
    whole = json.loads(har(tmp_path / "a.har", visit).read_text())
    sent: list[dict[str, Any]] = []
    for number, each in enumerate(whole["log"]["entries"]):
        each["response"]["status"] = (200, 206, 304)[number % 3] if number else 200
        each["comment"] = each["response"]["content"]["comment"] = "x"
        content = dict(reversed(each["response"]["content"].items()))
        if content.get("encoding"):  # as long lines of base64 are written
            content["text"] = "\r\n".join(re.findall(".{1,76}", content["text"]))
        answer = {"content": content, **each.pop("response")} | {"content": content}
        sent.append({"response": answer, "_initiator": {"type": "other"}, **each})
    log = {"pages": [{"id": "page_1", "comment": ""}], "entries": sent, "version": "1.2"}
    text = json.dumps({"log": log, "comment": ""}, indent=2)
    (tmp_path / "b.har").write_bytes(b"\xef\xbb\xbf" + text.encode())
    with closing(opened(tmp_path / "b.har")) as capture:
        assert capture.page.shown == 4


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
        path = written(tmp_path / str(number), form, visit)
        if not number and "wa" in form and form != "webarchive":  # WARC is of the web alone
            assert "no page and no picture" in _told_of(path)
            continue
        with closing(opened(path)) as capture:
            assert len(taken(capture)) <= 1
            assert capture.identity.handle is not None


def test_what_is_packed_and_no_capture_is_left_to_others(tmp_path: Path) -> None:
    path = tmp_path / "export.tgz"
    path.write_bytes(gzip.compress(b"media/1.jpg" + bytes(2000)))
    captures, rest = open_captures([str(path)], lambda each: each.open("rb"), owner_of)
    assert (captures, rest) == ((), (str(path),))


def test_the_secret_of_no_test_is_a_real_one() -> None:
    assert SECRET.endswith("nobody")


@pytest.mark.parametrize("address", ["bob.other/", "ada.lens/tagged/"])
@pytest.mark.parametrize("named", [True, False])
def test_the_page_of_somebody_else_in_the_same_capture_stays_out(
    tmp_path: Path, address: str, named: bool
) -> None:
    """A recording goes on while the person looks at other pages."""
    own, theirs = instagram([1]), f"{CDN}99_n.jpg"
    shown = f'<a href="/p/X/"><img src="{theirs}"></a>' if named else ""
    page = entry(f"https://www.instagram.com/{address}", "text/html", f"<html>{shown}</html>")
    path = har(tmp_path / "a.har", own, [page, entry(theirs, "image/jpeg", drawn(99))])
    with closing(opened(path)) as capture:
        assert hashed(drawn(99))[0] not in taken(capture)
        assert hashed(drawn(1, 1080))[0] in taken(capture)
        assert sum(dict(capture.page.left_out).values()) == 2


def test_pictures_without_a_body_in_a_web_archive_are_told(tmp_path: Path) -> None:
    path = webarchive(tmp_path / "a.webarchive", instagram(range(2)))
    held = plistlib.loads(path.read_bytes())
    for resource in held["WebSubresources"][1:]:
        del resource["WebResourceData"]
    path.write_bytes(plistlib.dumps(held, fmt=plistlib.FMT_BINARY))
    with closing(opened(path)) as capture:
        passed = [each for each in capture.entries() if isinstance(each, EntryLeftOut)]
    assert len(passed) == len(held["WebSubresources"]) - 1


def test_pages_of_a_host_that_is_not_known_count_below_the_kept_one_alone(tmp_path: Path) -> None:
    own = Visit("https://a.example/ada", '<html><img src="/1.jpg"></html>')
    own.picture("https://a.example/1.jpg", drawn(1))
    more = [
        entry("https://a.example/ada/two", "text/html", '<html><img src="/2.jpg"></html>'),
        entry("https://a.example/2.jpg", "image/jpeg", drawn(2)),
        entry("https://a.example/bob", "text/html", '<html><img src="/3.jpg"></html>'),
        entry("https://a.example/3.jpg", "image/jpeg", drawn(3)),
    ]
    with closing(opened(har(tmp_path / "a.har", own, more))) as capture:
        assert taken(capture) == hashed(drawn(1), drawn(2))
