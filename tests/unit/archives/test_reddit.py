"""Reddit: pictures stand in posts, in their text and in comments; galleries are named alone."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

from auditor.domain.archives.archive import Held, HeldKind
from auditor.domain.photos.photo import Visibility
from tests.unit.archives.exports import by_key, films, left_out, opened

POST = ("id", "permalink", "date", "ip", "subreddit", "gildings", "title", "url", "body")
COMMENT = (
    "id", "permalink", "date", "ip", "subreddit", "gildings", "link", "parent", "body", "media",
)  # fmt: skip
STATISTICS = "statistic,value\naccount name,ada_r\nexport time,2025-05-18 04:35:32 UTC\n"


def written(*rows: tuple[str, ...]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def post(
    number: str, url: str = "", body: str = "", ip: str = "", group: str = "boats"
) -> tuple[str, ...]:
    link = f"https://www.reddit.com/r/{group}/comments/{number}/a_title/"
    return (number, link, "2025-05-18 04:35:32 UTC", ip, group, "0", "a title", url, body)


def comment(number: str, body: str = "", media: str = "") -> tuple[str, ...]:
    link = f"https://www.reddit.com/r/boats/comments/p1/t/{number}/"
    return (number, link, "2025-05-18 04:35:32 UTC", "", "boats", "0", link, "", body, media)


def test_pictures_of_posts_are_photos_of_their_group(tmp_path: Path) -> None:
    export = opened(
        tmp_path,
        {
            "posts.csv": written(
                POST,
                post("a1", "https://i.redd.it/abcd1234efgh.jpg", ip="192.0.2.1"),
                post("a2", "https://v.redd.it/xyz"),
                post("a3", "https://news.test/a.jpg"),
                post("a4", "https://i.imgur.com/other.jpg"),
            ),
            "comments.csv": written(COMMENT),
            "statistics.csv": STATISTICS,
            "ip_logs.csv": "date,ip\nregistration ip,192.0.2.1\n2025-01-01,192.0.2.2\n",
        },
    )
    (photo,) = by_key(export).values()
    assert export.format == "reddit"
    assert export.identity.handle == "ada_r"
    assert export.made_at == datetime(2025, 5, 18, 4, 35, 32, tzinfo=UTC)
    assert export.held == (Held(HeldKind.LOG_IN, 2),)
    assert photo.key == "abcd1234efgh"
    assert photo.member == ""
    assert photo.album == "r/boats"
    assert photo.keeps == (HeldKind.UPLOAD_ADDRESS,)
    assert photo.visibility is Visibility.UNKNOWN
    assert photo.page_url == "https://www.reddit.com/r/boats/comments/a1/a_title/"
    assert films(export) == 1
    assert not left_out(export)


def test_a_gallery_is_counted_as_one_and_told(tmp_path: Path) -> None:
    posts = written(POST, post("a1", "https://www.reddit.com/gallery/a1"))
    export = opened(tmp_path, {"posts.csv": posts, "comments.csv": written(COMMENT)})
    assert set(by_key(export)) == {"a1"}
    assert [each.gap for each in left_out(export)] == [False]


def test_pictures_in_a_text_and_in_comments(tmp_path: Path) -> None:
    preview = "https://preview.redd.it/a-boat-v0-abcd1234efgh.jpeg?width=640&s=x"
    export = opened(
        tmp_path,
        {
            "posts.csv": written(
                POST,
                post("a1", "https://i.redd.it/abcd1234efgh.jpeg"),
                post("a2", body=f'look\n\n{preview}\n\n![img](mmmm5555nnnn "a")'),
                post("a3", body="as in https://i.redd.it/ofsomebodyelse.jpg"),
            ),
            "comments.csv": written(
                COMMENT,
                comment("c1", media="https://i.redd.it/cccc6666dddd.png"),
                comment("c2", body="![gif](giphy|xyzxyzxyz)", media="https://giphy.com/x"),
            ),
        },
    )
    assert set(by_key(export)) == {"abcd1234efgh", "mmmm5555nnnn", "cccc6666dddd"}


def test_posts_on_the_own_page_have_it_as_album(tmp_path: Path) -> None:
    posts = written(POST, post("a1", "https://i.redd.it/abcd1234.jpg", group="u_ada_r"))
    export = opened(tmp_path, {"posts.csv": posts})
    assert by_key(export)["abcd1234"].album == "u/ada_r"


def test_without_both_tables_absence_says_nothing(tmp_path: Path) -> None:
    export = opened(tmp_path, {"statistics.csv": STATISTICS, "posts.csv": "other\n"})
    assert [(each.name, each.gap) for each in left_out(export)] == [
        ("posts.csv", True),
        ("comments.csv", True),
    ]


def test_odd_tables_raise_nothing(tmp_path: Path) -> None:
    export = opened(
        tmp_path,
        {
            "posts.csv": written(
                POST,
                ("", "javascript:x", "never", "", "", "", "", "http://[", "![img](\0)"),
                ("x", "", "", "", "", "", "", "https://i.redd.it/", ""),
                ("y", "", "", "", "", "", "", "https://i.redd.it/abcd1234.jpg", ""),
            )
            + "short,row\n",
            "comments.csv": written(COMMENT),
        },
    )
    (photo,) = by_key(export).values()
    assert photo.page_url == ""
    assert photo.album == ""
    assert [each.gap for each in left_out(export)] == [True]
