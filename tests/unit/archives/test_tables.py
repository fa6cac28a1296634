"""Tables of an export: what other programs and careless exports write into them."""

from __future__ import annotations

import io
from pathlib import Path

from auditor.archives.tables import header, rows_of, table
from auditor.archives.tree.tree import Tree
from auditor.archives.tree.zip_part import ZipPart
from auditor.archives.values import Record
from auditor.domain.archives.archive import EntryLeftOut
from tests.rows import each_row
from tests.unit.archives.packing import zipped


def tree_with(folder: Path, body: bytes) -> Tree:
    path = zipped(folder / "x.zip", {"t.csv": body})
    return Tree([ZipPart(path, io.BytesIO(path.read_bytes()))])


def told(folder: Path, body: bytes, *wanted: str) -> list[object]:
    return [
        each.body if isinstance(each, Record) else each.gap
        for each in table(tree_with(folder, body), "t.csv", *wanted)
    ]


@each_row(
    ("body", "rows"),
    [
        (b"Id,Name\r\n1,a\r\n\r\n2,b\r\n", [("1", "a"), ("2", "b")]),
        (b"\xef\xbb\xbfid,name\n1,a\n", [("1", "a")]),
        ("id,name\n1,a\n".encode("utf-16"), [("1", "a")]),
        (b'Notes:\n"a note, long"\n\nid,name\n1,a\n', [("1", "a")]),
        (b'id,name\n1,"two\nlines ""said"""\n', [("1", 'two\nlines "said"')]),
        (b"id,name\n1,a\0b\n", [("1", "ab")]),
        (b"id,name\n1,\xff\n", [("1", "\ufffd")]),
    ],
)
def test_tables_are_read_as_they_are_written(
    tmp_path: Path, body: bytes, rows: list[tuple[str, str]]
) -> None:
    assert told(tmp_path, body, "id", "name") == [{"id": a, "name": b} for a, b in rows]


def test_the_first_of_equal_columns_stands(tmp_path: Path) -> None:
    assert told(tmp_path, b"id,Distance,Distance\n1,2,3\n", "id") == [{"id": "1", "distance": "2"}]


@each_row(
    "body",
    [
        b"",
        b"other\n1\n",
        b"id,name\n1\n",
        b'id,name\n1,"cut',
        b"id,name\n1,cut",
        b"id,name\n1,b\n" + b"," * (3 * 1024 * 1024) + b"\n",
        b"id,name\n1,b\n" + b'"\n",' * (1024 * 1024) + b"\n",
        b'id,name\n1,"' + b"x" * (5 * 1024 * 1024) + b'"\n',
    ],
)
def test_what_is_no_table_is_a_gap(tmp_path: Path, body: bytes) -> None:
    assert True in told(tmp_path, body, "id", "name")


def test_a_missing_table_is_a_gap(tmp_path: Path) -> None:
    (missing,) = rows_of(tree_with(tmp_path, b""), "other.csv")
    assert isinstance(missing, EntryLeftOut)


def test_a_header_is_found_by_its_columns(tmp_path: Path) -> None:
    tree = tree_with(tmp_path, b"Notes:\n\nId,  Long  Name\n")
    assert header(tree, "t.csv", "long name") == ("id", "long name")
    assert header(tree, "t.csv", "other") == ()
    assert header(tree, "none.csv", "other") == ()
