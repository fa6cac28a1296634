"""Training sets: is every plant found and nothing else, and what costs a row beside a bare scan?

    benchmarks/corpus.py rows 50000000     plants, variants and near misses in LAION's columns
    benchmarks/corpus.py hashes 5000000    hashes against brute force, at each distance 0 to 31

Files stay in `--room`, if it is named, so that a run that was cut goes on. The bare scan reads all
bytes of the same column in DuckDB (`bit_xor(hash(URL))`), in turns with the search.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import numpy as np

from auditor.corpus.engines.duckdb_engine import DuckDbEngine
from auditor.corpus.progress_file import progress_path
from auditor.corpus.search import ColumnNames, CorpusRun
from auditor.corpus.sources import corpus_files
from auditor.domain.outside.training_sets import MAX_DISTANCE, CorpusResult, Sought

ROWS_PER_FILE = 1_000_000
SOUGHT = Sought(
    (
        "https://ada.example/photos/2019/sea-and-sky.jpg",
        "https://blog.ada.example/wp-content/uploads/2020/05/garden.jpg",
        "https://live.staticflickr.com/65535/52000000001_ae17468aa1_b.jpg",
        "https://i.redd.it/first1111.jpg",
    ),
    ("https://gallery.example/people/ada/*",),
    ("ada-fotos.example",),
)
PLANTS = (
    "https://ada.example/photos/2019/sea-and-sky.jpg",
    "http://www.ada.example:80/photos/2019/sea-and-sky.jpg#top",
    "HTTPS://ADA.EXAMPLE/photos/2019/sea%2dand-sky.jpg",
    "https://i2.wp.com/ada.example/photos/2019/sea-and-sky.jpg?w=640&ssl=1",
    "https://blog.ada.example/wp-content/uploads/2020/05/garden-1024x768.jpg",
    "https://blog.ada.example/wp-content/uploads/2020/05/garden-scaled.jpg",
    "https://live.staticflickr.com/65535/52000000001_ae17468aa1_z.jpg",
    "http://farm6.static.flickr.com/5543/52000000001_0a1b2c3d4e_o.jpg",
    "https://preview.redd.it/first1111.jpg?width=640&crop=smart&auto=webp&s=1",
    "https://gallery.example/people/Ada/albums/3.jpg",
    "https://ada-fotos.example/1.jpg",
    "https://cdn.Ada-Fotos.example:443/a/b/c.png?x=1",
)
NEAR_MISSES = (
    "https://ada.example/photos/2019/sea-and-sky.jpg?id=2",
    "https://ada.example/photos/2019/SEA-and-sky.jpg",
    "https://evil-ada.example/photos/2019/sea-and-sky.jpg",
    "https://blog.ada.example/wp-content/uploads/2020/05/garden-2.jpg",
    "https://live.staticflickr.com/65535/52000000002_ae17468aa1_b.jpg",
    "https://i.redd.it/first1112.jpg",
    "https://gallery.example/people/adam/1.jpg",
    "https://evil-ada-fotos.example/1.jpg",
    "https://ada-fotos.example.evil.example/1.jpg",
    "https://x.example/?u=https://ada-fotos.example/1.jpg",
)
_PLANT_EACH, _MISS_EACH = 20_011, 10_007
_WORDS = (
    *(
        "garden",
        "river",
        "stone",
        "house",
        "travel",
        "photo",
        "light",
        "summer",
        "winter",
        "market",
    ),
    *("music", "kitchen", "forest", "city", "coast", "north", "green", "silver", "paper", "studio"),
    *("daily", "story", "craft", "motor", "planet", "animal", "family", "school", "health"),
    *("design", "fashion", "sports", "street", "window", "flower", "mountain", "castle", "vintage"),
)


def make_rows(room: Path, rows: int) -> None:
    """Write a set in LAION's columns; files that are there already are kept."""
    words = "[" + ", ".join(f"'{word}'" for word in _WORDS) + "]"
    plants, misses = ([*each] for each in (PLANTS, NEAR_MISSES))

    def word(salt: int) -> str:
        return f"{words}[1 + (hash(i + {salt}) % {len(_WORDS)})::BIGINT]"

    url = (
        "CASE WHEN hash(i) % 3 = 0 THEN 'http://' ELSE 'https://' END || "
        "CASE hash(i + 1) % 4 WHEN 0 THEN 'www.' WHEN 1 THEN 'images.' WHEN 2 THEN 'cdn.' ELSE '' "
        f"END || {word(2)} || '-' || {word(3)} || (hash(i + 4) % 500)::VARCHAR || "
        "CASE hash(i + 5) % 2 WHEN 0 THEN '.example/' ELSE '.co.example/' END || "
        f"{word(6)} || '/' || (2004 + hash(i + 7) % 18)::VARCHAR || '/' || {word(8)} || '-' || "
        f"{word(9)} || '-' || (hash(i + 10) % 1000000)::VARCHAR || '.jpg'"
    )
    with duckdb.connect() as connection:
        for number, start in enumerate(range(0, rows, ROWS_PER_FILE)):
            path = room / f"part-{number:05}.snappy.parquet"
            if path.exists():
                continue
            end = min(start + ROWS_PER_FILE, rows)
            connection.execute(
                f"""COPY (SELECT i AS SAMPLE_ID,
                CASE WHEN i % {_PLANT_EACH} = 17
                  THEN (?::VARCHAR[])[1 + i // {_PLANT_EACH} % {len(PLANTS)}]
                WHEN i % {_MISS_EACH} = 5
                  THEN (?::VARCHAR[])[1 + i // {_MISS_EACH} % {len(NEAR_MISSES)}]
                ELSE {url} END AS URL,
                {word(11)} || ' ' || {word(12)} || ' ' || {word(13)} AS TEXT,
                300 + hash(i + 14) % 2000 AS HEIGHT, 300 + hash(i + 15) % 2000 AS WIDTH,
                '?' AS LICENSE, 'UNLIKELY' AS NSFW, (hash(i + 16) % 1000) / 1000.0 AS similarity
                FROM range({start}, {end}) AS t(i)
                ) TO '{path}.part' (FORMAT parquet, COMPRESSION snappy)""",
                [plants, misses],
            )
            Path(f"{path}.part").rename(path)


def searched(room: Path, sought: Sought = SOUGHT, column: str = "") -> CorpusResult:
    """Return the result of one whole search with nothing kept of an earlier one."""
    output = room / "result.json"
    progress_path(output).unlink(missing_ok=True)
    engine = DuckDbEngine()
    try:
        return CorpusRun(engine, sought, ColumnNames(column)).run(corpus_files([str(room)]), output)
    finally:
        engine.close()
        progress_path(output).unlink(missing_ok=True)


def expected(rows: int) -> list[tuple[str, int]]:
    """Return file and row of every plant."""
    planted = range(17, rows, _PLANT_EACH)
    return [
        (f"part-{row // ROWS_PER_FILE:05}.snappy.parquet", row % ROWS_PER_FILE) for row in planted
    ]


def wrong(result: CorpusResult, rows: int) -> int:
    """Return how many rows are missing or too many."""
    found = {(Path(hit.file).name, hit.row) for hit in result.hits}
    return len(found ^ set(expected(rows))) + (result.rows != rows)


def bare(room: Path) -> None:
    """Read every byte of the column, file by file as the search does."""
    with duckdb.connect() as connection:
        for path in sorted(room.glob("*.parquet")):
            connection.execute(f"SELECT bit_xor(hash(URL)) FROM '{path}'").fetchall()


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds of CPU and of the clock that `work` took."""
    before, start = resource.getrusage(resource.RUSAGE_SELF), time.monotonic()
    work()
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, time.monotonic() - start


def prove_rows(room: Path, rows: int) -> int:
    """Search a set, and say what it cost beside a bare scan. Return the exit code."""
    make_rows(room, rows)
    results: list[CorpusResult] = []
    pairs = []
    for _turn in range(3):
        scan = timed(lambda: bare(room))
        pairs.append((timed(lambda: results.append(searched(room))), scan))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    misses = sum(wrong(each, rows) for each in results)
    cpu, clock = (
        sorted(search[which] / scan[which] for search, scan in pairs)[1] for which in (0, 1)
    )
    best = min(search[0] for search, _scan in pairs)
    print(
        f"{rows:,} rows: {len(results[0].hits)} plants, {misses} wrong; {cpu:.2f} times the CPU "
        f"and {clock:.2f} times the clock of a bare scan, {best / rows * 1e6:.3f} s of CPU for a "
        f"million rows, {memory:.2f} GB"
    )
    return int(misses > 0 or memory > 4)


def make_hashes(room: Path, rows: int) -> np.ndarray:
    """Write random hashes with near ones of ten among them; return all, n x 8 words of 32 bits."""
    drawn = np.random.default_rng(7)
    words = drawn.integers(0, 2**32, (rows, 8), dtype=np.uint64).astype(np.uint32)
    for number in range(min(rows // 4, 2_000)):
        bits = np.zeros(256, np.uint8)
        bits[drawn.choice(256, number % 40, replace=False)] = 1
        words[10 + number * 3] = words[number % 10] ^ np.packbits(bits).view(np.uint32)
    path = room / "hashes.parquet"
    if not path.exists():
        digits = words.astype(">u4").tobytes().hex()
        listed = [digits[at : at + 64] for at in range(0, len(digits), 64)]
        (room / "hashes.csv").write_text("pdq\n" + "\n".join(listed) + "\n", "ascii")
        with duckdb.connect() as connection:
            connection.execute(
                f"COPY (SELECT 'https://h.example/' || (row_number() OVER ())::VARCHAR AS url, pdq "
                f"FROM read_csv('{room / 'hashes.csv'}', columns={{'pdq': 'VARCHAR'}}, "
                f"header=true, parallel=false)) TO '{path}' (FORMAT parquet)"
            )
        (room / "hashes.csv").unlink()
    return words


def brute_force(words: np.ndarray, sought: np.ndarray) -> Iterator[tuple[int, int, int]]:
    """Yield row, number of the hash and bits of all pairs within the largest distance."""
    for number, each in enumerate(sought):
        bits = np.bitwise_count(words ^ each).sum(axis=1)
        for row in np.flatnonzero(bits <= MAX_DISTANCE):
            yield int(row), number, int(bits[row])


def wrong_hashes(room: Path, words: np.ndarray, several: int) -> int:
    """Return how many pairs differ from brute force, over every distance."""
    sought = words[:several]
    digits = [each.astype(">u4").tobytes().hex() for each in sought]
    every = set(brute_force(words, sought))
    misses = 0
    for distance in range(MAX_DISTANCE + 1):
        result = searched(room, Sought(hashes=tuple(digits), distance=distance), "pdq")
        found = {(hit.row, digits.index(hit.sought), hit.distance) for hit in result.hits}
        misses += len(found ^ {pair for pair in every if pair[2] <= distance})
    return misses


def prove_hashes(room: Path, rows: int) -> int:
    """Compare with brute force, by crossing (3 hashes) and by bands (10). Return the exit code."""
    words = make_hashes(room, rows)
    misses = {several: wrong_hashes(room, words, several) for several in (3, 10)}
    print(f"{rows:,} hashes, distances 0 to 31: {misses[3]} and {misses[10]} pairs differ")
    return int(any(misses.values()))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("rows", "hashes"))
    parser.add_argument("number", type=int)
    parser.add_argument("--room", type=Path)
    given = parser.parse_args()
    prove = prove_rows if given.what == "rows" else prove_hashes
    if given.room is not None:
        given.room.mkdir(parents=True, exist_ok=True)
        return prove(given.room, given.number)
    with tempfile.TemporaryDirectory() as room:
        return prove(Path(room), given.number)


if __name__ == "__main__":
    sys.exit(main())
