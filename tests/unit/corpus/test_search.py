"""A search in files: what is found, what is not, what is told, and how it goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from auditor.corpus import progress_file
from auditor.corpus.engines import starting
from auditor.corpus.engines.duckdb_engine import DuckDbEngine
from auditor.corpus.progress_file import ProgressFile, progress_path
from auditor.corpus.queries.hash_query import FEW
from auditor.corpus.queries.sought_tables import address_filter
from auditor.corpus.search import ColumnNames, CorpusRun
from auditor.corpus.sought import read_sought
from auditor.corpus.sources import CorpusFile, corpus_files
from auditor.domain.outside.training_sets import CorpusResult, Sought
from auditor.errors import UsageError
from tests.unit.corpus.parquet import write_hashes, write_query, write_set

PHOTO = "https://ada.example/photos/sea.jpg"
SOUGHT = Sought(
    (PHOTO, "https://i.redd.it/first1111.jpg"),
    ("https://gallery.example/people/Ada/*",),
    ("ada-foto.example",),
)
ROWS = {
    "https://elsewhere.example/1.jpg": None,
    "HTTP://WWW.ADA.EXAMPLE:80/photos/sea.jpg#x": "address",
    "https://i1.wp.com/ada.example/photos/sea.jpg?w=300": "address",
    "https://ada.example/photos/sea.jpg2": None,
    "https://ada.example/photos/SEA.jpg": None,
    "https://mada.example/photos/sea.jpg": None,
    "https://preview.redd.it/first1111.jpg?width=640&s=1": "address",
    "https://preview.redd.it/first1112.jpg?width=640&s=1": None,
    "https://gallery.example/people/ada/1.jpg": "folder",
    "https://www.gallery.example/people/ADA": "folder",
    "https://gallery.example/people/adam/1.jpg": None,
    "https://gallery.example/people/bo/ada/1.jpg": None,
    "https://cdn.Ada-Foto.example/1.jpg": "domain",
    "https://ada-foto.example?1": "domain",
    "https://evil-ada-foto.example/1.jpg": None,
    "https://ada-foto.example.evil.example/1.jpg": None,
    "https://x.example/?u=https://ada-foto.example/1.jpg": None,
}


@pytest.fixture(autouse=True)
def _quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make keys of progress files in no time: what they are made of is the same."""
    monkeypatch.setattr(progress_file, "_COST", 2)


@cache
def engine() -> DuckDbEngine:
    return DuckDbEngine(threads=1)


def search(
    folder: Path, sought: Sought = SOUGHT, names: ColumnNames | None = None, **more: Any
) -> CorpusResult:
    run = CorpusRun(
        more.get("engine", engine()), sought, names or ColumnNames(), more.get("tell"),
        more.get("together", 60),
    )  # fmt: skip
    return run.run(corpus_files([str(folder)]), folder / "result.json")


def found(result: CorpusResult) -> dict[str, str]:
    return {hit.url: hit.kind.value for hit in result.hits}


def test_every_plant_and_nothing_else(tmp_path: Path) -> None:
    write_set(tmp_path / "a.parquet", [*ROWS, None])
    result = search(tmp_path)
    assert found(result) == {url: kind for url, kind in ROWS.items() if kind}
    assert (result.rows, result.files, result.troubles) == (len(ROWS) + 1, 1, ())
    assert [hit.row for hit in result.hits] == [n for n, kind in enumerate(ROWS.values()) if kind]


@pytest.mark.parametrize(
    "sought",
    [
        Sought(("https://t.co/x.jpg",)),
        Sought((), (), ("t.co",)),
        Sought((), (), ("t.co", "b.example", "c.example", "d.example")),
        Sought(("https://t.co/x.jpg", "https://a.de/1", "https://b.de/1", "https://c.de/1")),
    ],
    ids=["short host", "domain", "many domains", "many short hosts"],
)
def test_short_hosts_and_many_domains_are_found(tmp_path: Path, sought: Sought) -> None:
    write_set(
        tmp_path / "a.parquet", ["http://t.co/x.jpg", "https://at.com/x.jpg", "https://T.CO/x.jpg"]
    )
    assert [hit.row for hit in search(tmp_path, sought).hits] == [0, 2]


def test_the_coarse_filter_looks_at_letters_in_any_case() -> None:
    heads = address_filter(Sought((PHOTO,))).heads
    assert {"Ada.e", "aDA.E", "da.ex"} - {*heads} == {"da.ex"}


def test_what_is_passed_over_is_told(tmp_path: Path) -> None:
    write_set(tmp_path / "a.parquet", [PHOTO])
    write_set(tmp_path / "b.parquet", ["x"], column="picture")
    whole = (tmp_path / "a.parquet").read_bytes()
    (tmp_path / "c.parquet").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "d.parquet").write_bytes(whole[:60] + bytes(60) + whole[120:])
    result = search(tmp_path)
    told = {Path(each.file).name: each.reason for each in result.troubles}
    assert result.files == 1
    assert len(result.hits) == 1
    assert {*told} == {"b.parquet", "c.parquet", "d.parquet"}
    assert told["b.parquet"].endswith("its columns: id, picture, TEXT")
    assert all("\n" not in reason for reason in told.values())


@pytest.mark.parametrize("length", [2**32 - 1, 2**31 - 1, 10**6, 1, 0])
def test_a_footer_of_another_length_is_told(tmp_path: Path, length: int) -> None:
    whole = write_set(tmp_path / "a.parquet", [PHOTO]).read_bytes()
    (tmp_path / "a.parquet").write_bytes(whole[:-8] + length.to_bytes(4, "little") + whole[-4:])
    (trouble,) = search(tmp_path).troubles
    assert trouble.reason.startswith("could not be read: ")


def test_the_columns_of_other_sets(tmp_path: Path) -> None:
    write_set(tmp_path / "a.parquet", [PHOTO], column="url")
    write_set(tmp_path / "b.parquet", [PHOTO], column="Picture Place")
    assert len(search(tmp_path).hits) == 1
    assert len(search(tmp_path, names=ColumnNames(address="picture place")).hits) == 1


class Stopped(DuckDbEngine):
    """Ends after so many files, as when somebody presses Ctrl+C."""

    left = 2

    def gather(self, name: str, compiled: str, anchors: Sequence[bytes] = ()) -> int:
        self.left -= 1
        if self.left < 0:
            raise KeyboardInterrupt
        return super().gather(name, compiled, anchors)


def test_it_goes_on_where_it_was_stopped(tmp_path: Path) -> None:
    for number in range(4):
        write_set(tmp_path / f"{number}.parquet", [PHOTO, f"https://b.example/{number}"])
    with pytest.raises(KeyboardInterrupt):
        search(tmp_path, engine=Stopped(threads=1))
    kept = progress_path(tmp_path / "result.json").read_text("utf-8")
    for private in ("ada.example", ".parquet", "photos", str(tmp_path)):
        assert private not in kept
    seen: list[Any] = []
    result = search(tmp_path, tell=seen.append, together=0)
    assert (result.again, result.files, len(result.hits), result.rows) == (2, 4, 4, 8)
    assert [(each.files, each.rows) for each in seen] == [(3, 6), (4, 8)]
    assert seen[0].seconds_left > 0
    assert seen[1].seconds_left == 0


STEPS = ("columns", "count", "table", "open", "gather", "run", "empty")


def test_stopped_before_any_step_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(2):
        write_set(tmp_path / f"{number}.parquet", [PHOTO, f"https://b.example/{number}"])
    left = 0

    def stopping(known: Callable[..., Any]) -> Callable[..., Any]:
        def step(*given: Any, **more: Any) -> Any:
            nonlocal left
            left -= 1
            if left == 0:
                raise KeyboardInterrupt
            return known(*given, **more)

        return step

    for name in STEPS:
        monkeypatch.setattr(DuckDbEngine, name, stopping(getattr(DuckDbEngine, name)))
    monkeypatch.setattr(ProgressFile, "keep", stopping(ProgressFile.keep))
    stops = 0
    for step in range(1, 100):
        progress_path(tmp_path / "result.json").unlink(missing_ok=True)
        once = DuckDbEngine(threads=1)
        left = step
        try:
            search(tmp_path, engine=once, together=0)
            break
        except KeyboardInterrupt:
            stops += 1
        finally:
            left = 0
            once.close()
        result = search(tmp_path, together=0)
        assert (len(result.hits), result.rows, result.troubles) == (2, 4, ()), step
    assert stops > 12


def test_another_search_or_a_changed_file_is_done_anew(tmp_path: Path) -> None:
    write_set(tmp_path / "a.parquet", [PHOTO])
    search(tmp_path)
    assert search(tmp_path).again == 1
    assert search(tmp_path, Sought((f"{PHOTO}2",))).again == 0
    search(tmp_path)
    write_set(tmp_path / "a.parquet", [PHOTO, PHOTO])
    result = search(tmp_path)
    assert (result.again, len(result.hits)) == (0, 2)


def test_a_file_that_changes_while_it_is_read_is_told(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_set(tmp_path / f"{name}.parquet", list(ROWS))
    read: list[str] = []

    def at(name: str) -> None:
        read.append(name)
        if read[-2:] == ["", str(tmp_path / "a.parquet")]:
            write_set(tmp_path / "a.parquet", [PHOTO])

    files = corpus_files([str(tmp_path)])
    result = CorpusRun(engine(), SOUGHT, at=at).run(files, tmp_path / "result.json")
    assert [(Path(each.file).stem, each.reason) for each in result.troubles] == [
        ("a", "could not be read: it changed while it was read")
    ]
    assert {Path(hit.file).stem for hit in result.hits} == {"b"}
    assert result.files == 1


def test_rows_are_those_of_the_parts_whatever_the_file_says(tmp_path: Path) -> None:
    path = write_query(tmp_path / "a.parquet", f"SELECT '{PHOTO}' AS url FROM range(1000)")
    content = path.read_bytes()
    thousand, more = b"\x16\xd0\x0f", b"\x16\xd0\x7f"
    assert content.count(thousand) > 1
    at = content.index(thousand, len(content) - 12 - int.from_bytes(content[-8:-4], "little"))
    path.write_bytes(content[:at] + more + content[at + 3 :])
    result = search(tmp_path)
    assert (result.rows, len(result.hits)) == (1_000, 1_000)


def test_the_ending_of_a_file_may_have_capitals(tmp_path: Path) -> None:
    write_set(tmp_path / "A.PARQUET", [PHOTO])
    assert len(search(tmp_path).hits) == 1


def test_a_progress_file_that_was_cut_off_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    (file,) = corpus_files([str(write_set(tmp_path / "a.parquet", [PHOTO]))])
    path = tmp_path / "p"
    ProgressFile(path, SOUGHT).keep([(file, 1, ())])
    with path.open("a", encoding="utf-8") as end:
        end.write('{"file": "ab')
    again = ProgressFile(path, SOUGHT)
    assert again.done(file) == (1, ())
    further = CorpusFile("b.parquet")
    again.keep([(further, 2, ())])
    assert ProgressFile(path, SOUGHT).done(further) == (2, ())


OTHER = ('{"salt": "AAAA"}', '{"salt": 5}', "[]", "5", '{"salt": "AA"}', '{"form": 2}', "\xff")


@pytest.mark.parametrize("text", OTHER)
def test_a_progress_file_of_something_else_is_no_progress(tmp_path: Path, text: str) -> None:
    (file,) = corpus_files([str(write_set(tmp_path / "a.parquet", [PHOTO]))])
    path = tmp_path / "p"
    lines = (text, "5", "[]", '{"file": 3, "sealed": 4}', '{"file": 3, "sealed": "AAAA"}')
    path.write_text("".join(f"{line}\n" for line in lines), "latin-1")
    ProgressFile(path, SOUGHT).keep([(file, 1, ())])
    assert ProgressFile(path, SOUGHT).done(file) == (1, ())


def test_another_version_searches_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (file,) = corpus_files([str(write_set(tmp_path / "a.parquet", [PHOTO]))])
    ProgressFile(tmp_path / "p", SOUGHT).keep([(file, 1, ())])
    monkeypatch.setattr(progress_file, "__version__", "0.0.0")
    assert ProgressFile(tmp_path / "p", SOUGHT).done(file) is None


def near(digits: str, bits: int) -> str:
    """Return a hash that differs in so many bits, spread over its bands as evenly as can be."""
    value = int(digits, 16)
    for bit in range(bits):
        value ^= 1 << (bit % 16 * 16 + bit // 16)
    return f"{value:064x}"


BASE = "".join(f"{n * 2654435761 % 2**32:08x}" for n in range(1, 9))


@pytest.mark.parametrize("several", [1, FEW + 1])
@pytest.mark.parametrize("binary", [False, True])
def test_hashes_within_each_distance(tmp_path: Path, several: int, binary: bool) -> None:
    others = [
        f"{int(BASE, 16) ^ (2**256 - 1) ^ (n << 8 | 2**200 - 2**150):064x}"
        for n in range(several - 1)
    ]
    hashes = [*(near(BASE, bits) for bits in range(40)), f"{int(BASE, 16) ^ 2**256 - 1:064x}"]
    write_hashes(tmp_path / "a.parquet", hashes, binary=binary)
    for distance in (31,) if binary else (0, 1, 16, 31):
        sought = Sought(hashes=(BASE, *others), distance=distance)
        result = search(tmp_path, sought, ColumnNames("pdq"))
        assert [(hit.row, hit.distance) for hit in result.hits] == [
            (bits, bits) for bits in range(distance + 1)
        ]


def test_what_is_no_hash_is_no_hit(tmp_path: Path) -> None:
    write_hashes(tmp_path / "a.parquet", ["", "00", "zz" * 32, BASE.upper()])
    result = search(tmp_path, Sought(hashes=(BASE,)), ColumnNames("pdq"))
    assert [hit.row for hit in result.hits] == [3]


def lists() -> Iterator[Any]:
    yield ["x"], (), "does not begin with"
    yield ["https://ada.example/*"], (), "Give it with --domain"
    yield [], ("https://ada.example",), "no domain"
    yield [], ("example",), "no domain"
    yield [], ("a..b",), "no domain"
    yield [], (), "nothing to look for"


@pytest.mark.parametrize(("urls", "domains", "said"), [*lists()])
def test_what_cannot_be_looked_for_is_refused(
    tmp_path: Path, urls: list[str], domains: tuple[str, ...], said: str
) -> None:
    path = tmp_path / "urls"
    path.write_text("# mine\n\n" + "\n".join(urls), "utf-8")
    with pytest.raises(UsageError) as caught:
        read_sought(path, domains, (), "", 31)
    assert said in f"{caught.value.message} {caught.value.hint}"


def test_a_domain_in_other_letters_is_looked_for_in_both_spellings() -> None:
    sought = read_sought(None, (" WWW.München.example. ", "*.b.example"), (), "", 31)
    assert sought.domains == ("xn--mnchen-3ya.example", "münchen.example", "b.example")
    sought = read_sought(None, ("xn--mnchen-3ya.example",), (), "", 31)
    assert sought.domains == ("xn--mnchen-3ya.example", "münchen.example")


def test_text_that_is_not_marked_as_text_is_read_and_other_types_are_told(tmp_path: Path) -> None:
    for name, value in (
        ("1bytes", f"'{PHOTO}'::BLOB"),
        ("2mixed", f"unnest(['\\xFF\\xFE'::BLOB, '{PHOTO}'::BLOB, NULL])"),
        ("3number", "5"),
        ("4list", f"['{PHOTO}']"),
        ("5struct", f"{{'bytes': '{PHOTO}'}}"),
    ):
        write_query(tmp_path / f"{name}.parquet", f"SELECT {value} AS URL")
    result = search(tmp_path)
    assert [(Path(hit.file).stem, hit.row) for hit in result.hits] == [("1bytes", 0), ("2mixed", 1)]
    assert [(Path(each.file).stem, each.reason) for each in result.troubles] == [
        ("3number", "holds no text in its column URL, but INTEGER"),
        ("4list", "holds no text in its column URL, but VARCHAR[]"),
        ("5struct", "holds no text in its column URL, but STRUCT(bytes VARCHAR)"),
    ]


def test_the_column_of_pictures_comes_before_that_of_pages(tmp_path: Path) -> None:
    write_query(
        tmp_path / "a.parquet", f"SELECT 'https://b.example/' AS url, '{PHOTO}' AS IMAGE_URL"
    )
    assert len(search(tmp_path).hits) == 1


def test_hashes_of_another_type_are_told(tmp_path: Path) -> None:
    write_query(tmp_path / "a.parquet", "SELECT [0, 0, 0, 7] AS pdq")
    result = search(tmp_path, Sought(hashes=(BASE,)), ColumnNames("pdq"))
    assert "holds no text in its column pdq" in result.troubles[0].reason


def test_spark_without_java_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting, "_require", lambda *_what: None)
    monkeypatch.setattr("shutil.which", lambda _program: None)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(UsageError, match="needs Java"):
        starting.require("spark")
    monkeypatch.setenv("JAVA_HOME", "somewhere")
    starting.require("spark")
