"""Reddit: tables beside each other."""

from __future__ import annotations

import csv
import io

from tests.contract.archives.layout import HTML, LANGUAGE, MOJIBAKE, Case, Files, Layout

_TEXT = "Grüße aus Köln 🌊"
_POST = ("id", "permalink", "date", "ip", "subreddit", "gildings", "title", "url", "body")
_COMMENT = (
    "id", "permalink", "date", "ip", "subreddit", "gildings", "link", "parent", "body", "media",
)  # fmt: skip
_DATE = "2025-05-18 04:35:32 UTC"


def _table(*rows: tuple[str, ...]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def _post(number: str, url: str, body: str = "") -> tuple[str, ...]:
    page = f"https://www.reddit.com/r/boats/comments/{number}/t/"
    return (number, page, _DATE, "192.0.2.1", "boats", "0", _TEXT, url, body)


def _layouts() -> tuple[Layout, ...]:
    page = "https://www.reddit.com/r/boats/comments/p1/t/c1/"
    files = {
        "posts.csv": _table(
            _POST,
            _post("a1", "https://i.redd.it/abcd1234efgh.jpg"),
            _post("a2", "https://www.reddit.com/gallery/a2"),
            _post("a3", "https://v.redd.it/xyz"),
            _post("a4", "", "![img](mmmm5555nnnn)"),
            _post("a5", "https://news.test/a.jpg"),
        ),
        "comments.csv": _table(
            _COMMENT,
            ("c1", page, _DATE, "", "boats", "0", page, "", "x", "https://i.redd.it/cccc6666.png"),
        ),
        "statistics.csv": f"statistic,value\naccount name,ada_r\nexport time,{_DATE}\n".encode(),
        "ip_logs.csv": b"date,ip\n2025-01-01,192.0.2.1\n",
    }
    return (Layout("2025", files, photos=4, unknown=4, films=1, handle="ada_r", captions=(_TEXT,)),)


def _many(number: int) -> Files:
    rows = [_post(f"a{each}", f"https://i.redd.it/abcd{each}.jpg") for each in range(number)]
    return {"posts.csv": _table(_POST, *rows), "comments.csv": _table(_COMMENT)}


CASE = Case(
    _layouts,
    _many,
    {
        HTML: "Reddit hands out tables only",
        LANGUAGE: "names of tables and columns are English in every language",
        MOJIBAKE: "texts are written as they are",
    },
)
