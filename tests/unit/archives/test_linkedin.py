"""LinkedIn: tables that name pictures; the fast export names none, which is told."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

from auditor.domain.archives.archive import Held, HeldKind
from auditor.domain.photos.photo import PhotoKind, Visibility
from tests.rows import each_row
from tests.unit.archives.exports import by_key, films, left_out, opened

IMAGE = "https://media.licdn.com/dms/image/v2/{id}/feedshare-shrink_2048/0/1?e=1&v=beta&t=x"
FIRST, SECOND = "D4E22AQHfirst0001", "D4E22AQHsecond002"
SHARE = "https://www.linkedin.com/feed/update/urn%3Ali%3Ashare%3A7"


def written(*rows: tuple[str, ...]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def media(*rows: tuple[str, str, str]) -> str:
    return written(("Date/Time", "Media Description", "Media Link"), *rows)


def shares(*rows: tuple[str, ...]) -> str:
    head = ("Date", "ShareLink", "ShareCommentary", "SharedUrl", "MediaUrl", "Visibility")
    return written(head, *rows)


def uploaded(what: str = "feed photo", minute: int = 37) -> str:
    return f"You uploaded a {what} on March 8, 2026 at 9:{minute} AM (GMT)"


def test_uploads_are_photos_and_have_what_their_post_says(tmp_path: Path) -> None:
    export = opened(
        tmp_path,
        {
            "Rich_Media.csv": "\ufeff" + media((uploaded(), "a boat", IMAGE.format(id=FIRST))),
            "Shares.csv": shares(("2026-03-08 09:37:12", SHARE, "x", "", "", "PUBLIC")),
            "Profile.csv": written(
                ("First Name", "Last Name", "Headline"), ("Ada", "Lens", "Optician")
            ),
        },
    )
    (boat,) = by_key(export).values()
    assert export.format == "linkedin"
    assert export.identity.name == "Ada Lens"
    assert boat.key == FIRST
    assert boat.member == ""
    assert boat.caption == "a boat"
    assert boat.posted_at == datetime(2026, 3, 8, 9, 37, tzinfo=UTC)
    assert boat.visibility is Visibility.PUBLIC
    assert boat.page_url == SHARE
    assert not left_out(export)
    assert not export.notes


@each_row(
    ("said", "seen_by"),
    [
        ("PUBLIC", Visibility.PUBLIC),
        ("CONNECTIONS", Visibility.FOLLOWERS),
        ("MEMBER_NETWORK", Visibility.UNKNOWN),
        ("", Visibility.UNKNOWN),
    ],
)
def test_visibility_of_a_post_is_as_told(tmp_path: Path, said: str, seen_by: Visibility) -> None:
    posts = shares(("2026-03-08 09:37:12", SHARE, "x", "", IMAGE.format(id=SECOND), said))
    export = opened(tmp_path, {"Shares.csv": posts})
    assert by_key(export)[SECOND].visibility is seen_by


def test_two_posts_of_one_minute_tell_nothing_of_its_picture(tmp_path: Path) -> None:
    export = opened(
        tmp_path,
        {
            "Rich_Media.csv": media((uploaded(), "", IMAGE.format(id=FIRST))),
            "Shares.csv": shares(
                ("2026-03-08 09:37:12", SHARE, "x", "", "", "PUBLIC"),
                ("2026-03-08 09:37:50", SHARE, "y", "", "", "CONNECTIONS"),
            ),
        },
    )
    assert by_key(export)[FIRST].visibility is Visibility.UNKNOWN


def test_a_picture_in_both_tables_is_counted_once(tmp_path: Path) -> None:
    link = IMAGE.format(id=FIRST)
    export = opened(
        tmp_path,
        {
            "Rich_Media.csv": media((uploaded(minute=10), "", link)),
            "Shares.csv": shares(("2026-03-08 11:00:00", SHARE, "x", "", link + "&u=2", "PUBLIC")),
        },
    )
    assert by_key(export)[FIRST].visibility is Visibility.PUBLIC


def test_kinds_of_uploads(tmp_path: Path) -> None:
    video = "https://media.licdn.com/dms/video/v2/D4E05AQ00000001/mp4-720p/0/1"
    document = "https://media.licdn.com/dms/document/media/v2/D4E1FAQ0000001/x/0/1"
    export = opened(
        tmp_path,
        {
            "Rich Media.csv": media(
                (uploaded("profile photo"), "", IMAGE.format(id="profile000001")),
                (uploaded("background photo"), "", IMAGE.format(id="cover00000001")),
                (uploaded("feed video"), "", video),
                (uploaded("message attachment photo"), "", IMAGE.format(id="chat000000001")),
                (uploaded("feed document"), "", document),
            ),
            "Shares.csv": shares(),
        },
    )
    found = by_key(export)
    assert found["profile000001"].kind is PhotoKind.AVATAR
    assert found["cover00000001"].kind is PhotoKind.BANNER
    assert found["chat000000001"].settled
    assert films(export) == 1
    assert [each.gap for each in left_out(export)] == [False]


def test_pages_that_are_shared_give_no_picture_of_ones_own(tmp_path: Path) -> None:
    export = opened(
        tmp_path,
        {
            "Shares.csv": shares(
                (
                    "2026-03-08 09:00:00",
                    SHARE,
                    "",
                    "https://news.test/",
                    IMAGE.format(id=FIRST),
                    "",
                ),
                ("2026-03-08 10:00:00", SHARE, "", "", "https://cdn.test/a.jpg", "PUBLIC"),
            )
        },
    )
    assert by_key(export) == {}


def test_quotes_and_line_feeds_of_a_commentary(tmp_path: Path) -> None:
    body = (
        "Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility\r\n"
        f'2026-03-08 09:37:12,{SHARE},"first ""said"" line""\n""\n""second",,'
        f"{IMAGE.format(id=FIRST)},PUBLIC\r\n"
    )
    export = opened(tmp_path, {"Shares.csv": body})
    assert by_key(export)[FIRST].caption == 'first "said" line\n\nsecond'


def test_the_fast_export_is_told(tmp_path: Path) -> None:
    export = opened(
        tmp_path,
        {
            "Connections.csv": 'Notes:\n"When exporting, emails may be missing."\n\n'
            "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
            "Bo,X,https://www.linkedin.com/in/bo,,A,B,15 Jan 2024\n",
            "Logins.csv": "Login Date,IP Address,User Agent\nx,192.0.2.1,y\nx,192.0.2.2,y\n",
        },
    )
    assert by_key(export) == {}
    assert len(export.notes) == 1
    assert export.held == (Held(HeldKind.LOG_IN, 2), Held(HeldKind.CONTACT, 1))


def test_invitations_tell_whose_export_it_is(tmp_path: Path) -> None:
    ada, bo = "https://www.linkedin.com/in/ada-lens", "https://www.linkedin.com/in/bo"
    head = ("From", "To", "Direction", "inviterProfileUrl", "inviteeProfileUrl")
    for row in (("a", "b", "OUTGOING", ada, bo), ("b", "a", "INCOMING", bo, ada)):
        export = opened(
            tmp_path, {"Rich_Media.csv": media(), "Invitations.csv": written(head, row)}
        )
        assert export.identity.handle == "ada-lens"


def test_odd_tables_raise_nothing(tmp_path: Path) -> None:
    export = opened(
        tmp_path,
        {
            "Rich_Media.csv": media(
                ("", "", ""),
                (
                    "You uploaded a feed photo on Brumaire 99, 2026 at 77:00 AM (GMT)",
                    "",
                    "http://[",
                ),
            ),
            "Shares.csv": shares(("x", "http://[", "", "", "http://[", "\0")) + "short,row\n",
        },
    )
    (photo,) = by_key(export).values()
    assert photo.posted_at is None
    assert any(each.gap for each in left_out(export))
