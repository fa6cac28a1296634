"""The coarse filter: whatever is sought passes it, in any spelling."""

from __future__ import annotations

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.corpus.addresses.normal_form import normal_columns
from auditor.corpus.engines.duckdb_engine import DuckDbEngine
from auditor.corpus.engines.engine import rows_table
from auditor.corpus.queries.address_query import address_query, worth_a_look
from auditor.corpus.queries.sought_tables import address_filter, sought_rows
from auditor.domain.outside.training_sets import Sought

SOUGHT = Sought(
    (
        "https://ada.example/photos/sea.jpg",
        "https://i.redd.it/first1111.jpg",
        "https://live.staticflickr.com/65535/52000000001_ae17468aa1_k.jpg",
        "https://b.de/x.jpg",
    ),
    ("https://gallery.example/people/ada/*",),
    ("ada-foto.example",),
)


def wanted(url: str) -> set[str]:
    """Return what an address has of what is sought, by the normal form in Python alone."""
    columns = normal_columns(url)
    if not columns["key"]:
        return set()
    folders = columns["folders"].split("/")
    labels = columns["host"].split(".")
    needles = {f"a{columns['key']}"}
    needles |= {"f" + "/".join(folders[:depth]) for depth in range(1, len(folders) + 1)}
    needles |= {"d" + ".".join(labels[at:]) for at in range(len(labels))}
    return {row.sought for row in sought_rows(SOUGHT) if row.needle in needles}


@cache
def queries() -> tuple[DuckDbEngine, str]:
    """Return an engine with what is sought, and both queries in one."""
    engine = DuckDbEngine(threads=1)
    coarse = address_filter(SOUGHT)
    listed = [(row.needle, row.kind.value, row.sought) for row in sought_rows(SOUGHT)]
    sought = engine.table("sought", ("needle", "kind", "sought"), listed)
    heads = engine.table("heads", ("start",), [(head,) for head in coarse.heads])
    worth = worth_a_look(rows_table(["url"]), heads, coarse)
    return engine, engine.compile(address_query(worth, sought, coarse))


URLS = st.builds(
    "{}{}{}{}{}{}".format,
    st.sampled_from(["", "", "", " ", "\n", "\r\n\t"]),
    st.sampled_from(["https://", "http://", "HTTPS://", "hTTp://", "https:/\n/", "//"]),
    st.sampled_from(
        [
            "", "", "www.", "WWW.", "i0.wp.com/", "www.I3.wp.com/", "i1.wp.com/www.",
            "wsrv.nl/?url=", "Images.weserv.nl/?w=2&url=https%3A%2F%2F",
            "res.cloudinary.com/demo/image/fetch/w_2/https://www.",
        ]
    ),
    st.sampled_from(
        [
            "ada.example", "Ada.Example", "ADA.EXAMPLE", "ad\na.example", "evil-ada.example",
            "i.redd.it", "preview.Redd.it", "farm6.static.flickr.com", "farm66.staticflickr.com",
            "LIVE.staticflickr.com", "b.de", "B.dE", "gallery.example", "ada-foto.example",
            "cdn.x.ada-FOTO.example", "ada-Foto.example", "ada-fOto.example",
            "evil-ada-foto.example",
            "a.ada-foto.example.evil.example", "u:p@ada-foto.example", "ada-fo\tto.example",
        ]
    ),
    st.sampled_from(["", ":80", ":443", ":", ":8080"]),
    st.sampled_from(
        [
            "", "/", "/photos/sea.jpg", "/photos/sea.jpg#x", "/photos/s\nea.jpg", "/x.jpg",
            "/first1111.jpg?width=1", "/1/52000000001_0a1b2c3d4e_o.png", "/people/ADA/1.jpg", "?1",
            "/people/adam", "\n", "#", "/x.jpg?", " ",
        ]
    ),
)  # fmt: skip


@settings(max_examples=5, deadline=None, database=None)
@given(st.lists(URLS, min_size=30, max_size=120, unique=True))
def test_nothing_that_is_sought_is_lost(urls: list[str]) -> None:
    engine, query = queries()
    engine.run("CREATE OR REPLACE TABLE corpus_rows (file VARCHAR, row BIGINT, url VARCHAR)")
    listed = ", ".join(f"('f', {number}, {_text(url)})" for number, url in enumerate(urls))
    engine.run(f"INSERT INTO corpus_rows VALUES {listed}")
    found: dict[str, set[str]] = {}
    for _file, row, _kind, sought, _url in engine.run(query):
        found.setdefault(urls[row], set()).add(sought)
    assert found == {url: told for url in urls if (told := wanted(url))}


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
