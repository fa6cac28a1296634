"""Looking for anchors in many rows at once: nothing that is sought is lost, and nothing changes."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.corpus import progress_file
from auditor.corpus.addresses.anchors import anchors, without_case
from auditor.corpus.addresses.host_rules import RULES
from auditor.corpus.addresses.normal_form import normal_columns
from auditor.corpus.engines import part_readers
from auditor.corpus.engines.anchor_scan import AnchorScan, rows_of
from auditor.corpus.engines.duckdb_engine import DuckDbEngine
from auditor.corpus.engines.part_readers import PartReaders, parts_of
from auditor.corpus.queries.sought_tables import address_filter
from auditor.corpus.search import ColumnNames, CorpusRun
from auditor.corpus.sources import corpus_files
from auditor.domain.outside.training_sets import CorpusResult, Sought
from tests.unit.corpus.parquet import write_hashes, write_query, write_set
from tests.unit.corpus.test_coarse_filter import SOUGHT, URLS, wanted

PHOTO = "https://ada.example/photos/sea.jpg"
OTHER = "https://elsewhere.example/photos/sea.jpg"


@pytest.fixture(autouse=True)
def _quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress_file, "_COST", 2)


def scanned(rows: list[str], texts: tuple[bytes, ...]) -> set[int]:
    """Return the numbers of the rows that have one of the anchors."""
    encoded = [row.encode() for row in rows]
    ends = np.cumsum([0, *map(len, encoded)], dtype=np.int64)
    text = np.frombuffer(b"".join(encoded), np.uint8)
    spans = AnchorScan(texts).spans(text)
    return {*rows_of(spans, ends)} if spans else set()


@settings(max_examples=60, deadline=None, database=None)
@given(st.lists(URLS, min_size=30, max_size=120))
def test_every_row_that_is_sought_has_an_anchor(urls: list[str]) -> None:
    found = scanned(urls, address_filter(SOUGHT).anchors)
    assert {number for number, url in enumerate(urls) if wanted(url)} <= found


@settings(max_examples=200, deadline=None, database=None)
@given(
    st.sampled_from([rule for rule in RULES if rule.canonical]).flatmap(
        lambda rule: st.tuples(st.just(rule), st.from_regex(rule.host, fullmatch=True))
    )
)
def test_every_host_of_a_rule_has_what_is_within(made: tuple[object, str]) -> None:
    rule, host = made
    texts = anchors((rule.within,) if rule.within else rule.spellings)  # type: ignore[attr-defined]
    assert texts
    assert any(text in without_case(host.encode()) for text in texts)


def test_a_scan_finds_what_looking_into_each_row_finds() -> None:
    drawn = random.Random(5)
    for several in (1, 3, 40, 90):
        for _turn in range(12):
            texts = tuple(
                without_case("".join(drawn.choices("ab.É", k=drawn.choice((4, 5, 9)))).encode())
                for _text in range(several)
            )
            rows = ["".join(drawn.choices("aAbB.Éé", k=drawn.randrange(14))) for _row in range(300)]
            plain = [without_case(row.encode()) for row in rows]
            true = {n for n, row in enumerate(plain) if any(text in row for text in texts)}
            found = scanned(rows, texts)
            assert true <= found
            over = {
                n for n in found - true if not any(text in b"".join(plain[max(0, n - 9) : n + 10])
                for text in texts)
            }  # fmt: skip
            assert not over


def test_what_reaches_over_rows_hides_nothing() -> None:
    assert 1 in scanned(["xabc", "defghi"], (b"abcdef", b"efgh"))
    assert scanned(["", "", "abcd", ""], (b"abcd",)) == {2}
    assert scanned(["", ""], (b"abcd",)) == set()


@pytest.mark.parametrize(
    ("names", "texts"),
    [
        (["ada.example", "blog.ada.example", "i0.wp.com/ada.example"], (b"ada.example",)),
        (["t.co", "b.de"], (b"t.co", b"b.de")),
        (["a.b"], (b"/a.b", b".a.b", b"=a.b", b"%2fa.b")),
        (["ada.co.uk"], (b"ada.co.uk",)),
        (["x"], ()),
        (["a%20b.example"], ()),
        ([f"host-number-{number}.example" for number in range(100, 400)], ()),
        ([f"{number}" * 9 for number in range(2_000)], ()),
    ],
)
def test_the_anchors_of_names(names: list[str], texts: tuple[bytes, ...]) -> None:
    assert anchors(names) == texts


def test_a_file_is_read_in_parts_of_about_as_many_rows() -> None:
    end = part_readers._NO_END
    assert parts_of([], 4) == parts_of([7], 4) == parts_of([0, 7, 0], 2) == [(0, end)]
    assert parts_of([10, 10, 10], 2) == [(0, 20), (20, end)]
    assert parts_of([10, 10, 10], 9) == [(0, 10), (10, 20), (20, end)]
    assert parts_of([90, 1, 1], 2) == [(0, 90), (90, end)]


@cache
def engine() -> DuckDbEngine:
    return DuckDbEngine(threads=3)


def search(folder: Path, sought: Sought, names: ColumnNames) -> CorpusResult:
    run = CorpusRun(engine(), sought, names)
    return run.run(corpus_files([str(folder)]), folder / "result.json")


def both_ways(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    sought: Sought = SOUGHT,
    names: ColumnNames = ColumnNames(),  # noqa: B008 - it never changes
) -> tuple[CorpusResult, list[bool]]:
    """Search with anchors and without; return the result, which is the same, and if they helped."""
    helped: list[bool] = []
    find = PartReaders.find

    def watched(*given: object) -> object:
        helped.append(False)
        found = find(*given)  # type: ignore[arg-type]
        helped[-1] = True
        return found

    with monkeypatch.context() as patch:
        patch.setattr(DuckDbEngine, "_with_anchor", lambda *_given: None)
        plain = search(folder, sought, names)
    (folder / "result.json.progress").unlink()
    monkeypatch.setattr(PartReaders, "find", watched)
    result = search(folder, sought, names)
    assert (result.hits, result.rows, result.troubles) == (plain.hits, plain.rows, plain.troubles)
    return result, helped


def test_odd_rows_are_found_either_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    long = "x" * 9_000
    rows = f"[NULL, '', '{PHOTO}', '{OTHER}', '{PHOTO}?{long}', '{long}', '{PHOTO}', 'é{PHOTO}', "
    rows += f"chr(10) || '{PHOTO}', 'http://x.Ada-Foto.example/{long}', 'HTTPS://ADA.example/photos/sea.jpg']"
    write_query(tmp_path / "a.parquet", f"SELECT unnest({rows}) AS url")
    write_query(tmp_path / "b.parquet", f"SELECT encode(unnest({rows})) AS url")
    bytes_too = f"unnest(['\\xFF\\xFEada.example'::BLOB, '{PHOTO}'::BLOB, NULL])"
    write_query(tmp_path / "c.parquet", f"SELECT {bytes_too} AS url")
    write_set(tmp_path / "d.parquet", [])
    write_set(tmp_path / "e.parquet", [None, None])
    result, helped = both_ways(tmp_path, monkeypatch)
    rows_of = [(Path(hit.file).stem, hit.row) for hit in result.hits]
    assert rows_of == [*((name, row) for name in "ab" for row in (2, 6, 8, 9, 10)), ("c", 1)]
    assert helped == [True] * 5


def test_several_parts_and_kinds_of_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    query = (
        f"SELECT CASE WHEN i % 1999 = 7 THEN '{PHOTO}#' || i WHEN i % 5 = 0 THEN NULL "
        f"ELSE '{OTHER}?' || i % 9 END AS url FROM range(20000) AS t(i)"
    )
    for number, kind in enumerate(("snappy", "zstd", "gzip", "uncompressed")):
        path = tmp_path / f"{number}.parquet"
        write_query(path, query, f", COMPRESSION {kind}, ROW_GROUP_SIZE 2048")
    result, helped = both_ways(tmp_path, monkeypatch)
    assert [hit.row for hit in result.hits] == [*range(7, 20_000, 1_999)] * 4
    assert helped == [True] * 4


def test_what_most_rows_have_is_asked_of_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = "SELECT 'https://ada-foto.example/' || i AS url FROM range(9000) AS t(i)"
    write_query(tmp_path / "a.parquet", query, ", ROW_GROUP_SIZE 2048")
    write_set(tmp_path / "b.parquet", [PHOTO, OTHER])
    result, helped = both_ways(tmp_path, monkeypatch)
    assert len(result.hits) == 9_001
    assert helped == [False, True]


@pytest.mark.parametrize("url", ["https://www.münchen.example/a", "https://x.MüNCHEN.example/b?c"])
def test_letters_beyond_ascii(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    write_set(tmp_path / "a.parquet", [OTHER, url, "https://MÜNCHEN.example/"])
    result, helped = both_ways(tmp_path, monkeypatch, Sought((), (), ("münchen.example",)))
    assert [hit.row for hit in result.hits] == [1]
    assert helped == [True]


def test_capitals_beyond_ascii_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_set(tmp_path / "a.parquet", [OTHER, "http://WWW.Ü.DE:80/a", "http://ü.de/A"])
    result, helped = both_ways(tmp_path, monkeypatch, Sought(("http://Ü.de/a",)))
    assert [hit.row for hit in result.hits] == [1]
    assert helped == [True]


@pytest.mark.parametrize("host", ["münchen.example", "xn--mnchen-3ya.example"])
def test_an_address_is_found_with_its_host_in_other_letters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    hosts = ["www.münchen.example", "XN--MNCHEN-3YA.example:443", "i1.wp.com/münchen.example"]
    hosts += ["i0.wp.com/xn--mnchen-3ya.example", "munchen.example"]
    write_set(tmp_path / "a.parquet", [f"https://{each}/people/ada/1.jpg" for each in hosts])
    for sought in (
        Sought((f"https://{host}/people/ada/1.jpg",)),
        Sought((), (f"https://{host}/people/ada/*",)),
        Sought((f"https://{host}/people/ada/1.jpg", f"https://t.co/{host}")),
    ):
        result, helped = both_ways(tmp_path, monkeypatch, sought)
        (tmp_path / "result.json.progress").unlink()
        assert [hit.row for hit in result.hits] == [0, 1, 2, 3]
        assert {hit.sought for hit in result.hits} <= {*sought.addresses, *sought.folders}
        assert helped[-1]


def test_hashes_are_looked_for_beside_addresses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_hashes(tmp_path / "a.parquet", ["0" * 64, "f" * 64])
    write_hashes(tmp_path / "b.parquet", ["f" * 64], binary=True)
    sought = Sought((), (), ("h.example",), ("f" * 64,))
    result, helped = both_ways(tmp_path, monkeypatch, sought, ColumnNames("pdq"))
    told = [(Path(hit.file).stem, hit.row, hit.kind.value) for hit in result.hits]
    assert told == [
        ("a", 0, "domain"), ("a", 1, "domain"), ("a", 1, "hash"),
        ("b", 0, "domain"), ("b", 0, "hash"),
    ]  # fmt: skip
    assert not result.troubles
    assert helped[-1]


def test_the_host_decides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    urls = [
        f"http://farm{number}.static{dot}flickr.com/1/52000000001_0a1b2c3d4e_o.png"
        for number in (1, 9, 10, 66, 99)
        for dot in ("", ".")
    ]
    write_set(tmp_path / "a.parquet", [*urls, urls[0].replace("flickr", "flicker")])
    result, helped = both_ways(tmp_path, monkeypatch)
    assert [hit.row for hit in result.hits] == [*range(len(urls))]
    assert helped == [True]
    assert normal_columns(urls[0])["key"] == normal_columns(SOUGHT.addresses[2])["key"]
