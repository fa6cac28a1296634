"""Downloaded lists of leaked passwords: found, not there, or could not tell, and never guessed."""

from __future__ import annotations

import gzip
import hashlib
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from auditor.adapters.local_files import open_file
from auditor.domain.outside.passwords import PasswordAnswer
from auditor.domain.secret import Secret
from auditor.errors import ReaderError
from auditor.hashing.passwords import ntlm_of, sha1_of
from auditor.readers.passwords.open_list import leaked_list
from auditor.readers.passwords.sorted_file import SortedFile
from tests.fakes.leaked_list import EvenList
from tests.rows import each_row

LEAKED, FRESH = sha1_of(Secret("password")), sha1_of(Secret("violet-anchor-9-Quixote"))
SMALL = 100_000_000
"""Bytes of a list that is dense enough to be believed: some 2 million lines."""


def asked(known: EvenList, *digests: str) -> list[PasswordAnswer]:
    held = SortedFile(known.read, known.size)
    return [held.about(digest) for digest in digests]


@each_row("ends", [b"\n", b"\r\n", b"   \r\n"])
@each_row("digits", [1, 5, 18])
def test_found_and_not_there(ends: bytes, digits: int) -> None:
    known = EvenList(SMALL, ends=ends, digits=digits, leaked={LEAKED: 9})
    assert asked(known, LEAKED, FRESH) == [PasswordAnswer(True, 9), PasswordAnswer(False)]


def test_every_line_of_a_list_is_found_and_nothing_between() -> None:
    known = EvenList(40_000, digits=2)
    held = SortedFile(known.read, known.size)
    for number in range(known.lines):
        digest = known.row(number)[:40].decode()
        assert held.about(digest) == PasswordAnswer(True, 7)
        between = f"{int(digest, 16) + 1:040X}"
        assert held.about(between).found is None, "so few lines are not the whole list"
    assert held.about("F" * 40).found is None
    assert "only a part" in held.note
    whole = EvenList(SMALL)
    assert SortedFile(whole.read, whole.size).note == ""


def test_ntlm() -> None:
    leaked, fresh = ntlm_of(Secret("password")), ntlm_of(Secret("violet-anchor-9-Quixote"))
    known = EvenList(SMALL, length=32, leaked={leaked: 5})
    assert asked(known, leaked, fresh) == [PasswordAnswer(True, 5), PasswordAnswer(False)]


def written(folder: Path, data: bytes) -> Path:
    (folder / "list.txt").write_bytes(data)
    return folder / "list.txt"


def rows(count: int = 3000) -> list[bytes]:
    digests = (hashlib.sha1(str(number).encode()).hexdigest() for number in range(count))
    return [f"{digest.upper()}:{number + 1}".encode() for number, digest in enumerate(digests)]


def refusal(path: Path) -> str:
    with pytest.raises(ReaderError) as refused, leaked_list(path, open_file):
        pass
    assert str(path) not in refused.value.message
    return refused.value.message


def answer(path: Path, digest: str) -> tuple[PasswordAnswer, str]:
    with leaked_list(path, open_file) as known:
        return known.about(digest), known.note


def test_a_list_of_another_order(tmp_path: Path) -> None:
    by_count = [row.partition(b":")[0] + f":{9999 - n}".encode() for n, row in enumerate(rows())]
    path = written(tmp_path, b"\n".join(by_count) + b"\n")
    for number in range(50):
        assert "ordered by count" in refusal_or_reason(path, f"{number * 16**38 * 5:040X}")


def refusal_or_reason(path: Path, digest: str) -> str:
    try:
        found, _note = answer(path, digest)
    except ReaderError as error:
        return error.message
    assert found.found is None
    return found.reason


def test_a_list_that_is_cut_off(tmp_path: Path) -> None:
    whole = b"\r\n".join(sorted(rows(300_000))) + b"\r\n"
    cut = whole[: len(whole) // 2 - 7]
    kept = cut.splitlines()[1000]
    path = written(tmp_path, cut)
    found, note = answer(path, kept[:40].decode())
    assert found.found
    assert "cut off" in note
    assert answer(path, "F" * 40)[0].found is None
    tidy = written(tmp_path, cut[: cut.rfind(b"\n") + 1])
    found, note = answer(tidy, "F" * 40)
    assert found.found is None
    assert "7" in note
    assert "part" in note


@each_row("hollow", [(10_000, 90_000), (110_000, 130_000), (0, 3_000)])
def test_a_hole_in_a_list_is_never_taken_for_not_there(
    tmp_path: Path, hollow: tuple[int, int]
) -> None:
    whole = bytearray(b"\n".join(sorted(rows())) + b"\n")
    start, end = hollow
    whole[start + 60 : end] = bytes(end - start - 60)
    path = written(tmp_path, bytes(whole))
    for number in range(200):
        found, _note = answer(path, f"{number * 16**38:040X}")
        assert found.found is None
        assert "hole" in found.reason or "cut off" in found.reason


@each_row(
    ("data", "says"),
    [
        (b"", "is empty"),
        (gzip.compress(b"\n".join(rows())), "is packed"),
        (b"PK\x03\x04....", "is packed"),
        (b"7z\xbc\xaf\x27\x1c....", "is packed"),
        (b"password\n123456\n", "no list of hashes"),
        (b"<html>", "no list of hashes"),
        (b"\0" * 100_000, "no list of hashes"),
        (b"0" * 40, "no list of hashes"),
        (b"0" * 64 + b":1\n", "no list of hashes"),
        (b"x" * 1_000_000, "no list of hashes"),
    ],
)
def test_what_is_no_list_is_refused(tmp_path: Path, data: bytes, says: str) -> None:
    assert says in refusal(written(tmp_path, data))


def test_what_is_not_there_or_no_file(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.txt")
    assert "no folder of ranges" in refusal(tmp_path)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        assert "pipe" in refusal(tmp_path / "pipe")


def ranged(folder: Path, digest: str, *, ends: str = "\r\n", name: str = "{}.txt") -> None:
    """Write the range of `digest`, which stands in it, as the downloader does."""
    step = 16 ** (len(digest) - 5) // 500
    suffixes = {f"{number * step:0{len(digest) - 5}X}" for number in range(500)} | {digest[5:]}
    text = ends.join(f"{suffix}:3" for suffix in sorted(suffixes))
    (folder / name.format(digest[:5])).write_text(text, "utf-8", newline="")


@each_row("ends", ["\n", "\r\n"])
@each_row("digest", [LEAKED, ntlm_of(Secret("password"))])
def test_a_folder_of_ranges(tmp_path: Path, digest: str, ends: str) -> None:
    ranged(tmp_path, digest, ends=ends)
    assert answer(tmp_path, digest)[0] == PasswordAnswer(True, 3)
    assert answer(tmp_path, digest[:-1] + "0")[0].found is False
    other = "00000" + digest[5:]
    assert answer(tmp_path, other)[0].found is None
    assert "lacks" in answer(tmp_path, other)[0].reason


def test_a_folder_with_a_broken_range(tmp_path: Path) -> None:
    ranged(tmp_path, LEAKED)
    path = tmp_path / f"{FRESH[:5]}.txt"
    for data in (b"", b"<html>", b"0" * 35 + b":1\r\n1234", bytes(4000)):
        path.write_bytes(data)
        assert answer(tmp_path, FRESH)[0].found is None
    ranged(tmp_path, FRESH[:5] + "0" * 35)
    whole = path.read_bytes()
    path.write_bytes(b"\r\n".join(whole.splitlines()[:200]))
    assert answer(tmp_path, FRESH[:5] + "F" * 35)[0].found is None, "cut after a whole line"


CHILD = """
import resource, sys
from pathlib import Path
from auditor.adapters.local_files import open_file
from auditor.readers.passwords.open_list import leaked_list
pieces = []
class Counted:
    def __init__(self, path):
        self.file = open_file(path)
    def __getattr__(self, name):
        return getattr(self.file, name)
    def __enter__(self):
        return self
    def __exit__(self, *error):
        self.file.close()
    def read(self, count=-1):
        pieces.append(count)
        return self.file.read(count)
with leaked_list(Path(sys.argv[1]), Counted) as known:
    found = [known.about(digest) for digest in sys.argv[2:]]
print(found, known.note)
print(len(pieces), sum(pieces))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
AS_COMMAND = """
import resource, sys
sys.argv = ["auditor", "password-check", "--file", sys.argv[1]]
from auditor.__main__ import main
try:
    main()
except SystemExit:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
MEBIBYTES = 50


def run(program: str, *words: str, typed: str = "") -> list[str]:
    """Run a program behind a shell: who starts a process otherwise counts in its memory."""
    quoted = shlex.join([sys.executable, "-c", program, *words])
    done = subprocess.run(
        ["sh", "-c", f"{quoted}; exit $?"], capture_output=True, text=True, check=True, input=typed
    )
    *said, used = done.stdout.splitlines()
    assert int(used) // (1024 if sys.platform == "darwin" else 1) < MEBIBYTES * 1024
    return said


def hollow(path: Path, length: int = 40) -> tuple[str, str]:
    """Write 20 GB; return a hash that is in it and one that is not."""
    digest_of = sha1_of if length == 40 else ntlm_of
    leaked, fresh = (digest_of(Secret(text)) for text in ("password", "violet-anchor-9-Quixote"))
    EvenList(length=length, leaked={leaked: 912}).write(path, (leaked, fresh))
    assert path.stat().st_size > 19_999_999_000
    if path.stat().st_blocks * 512 > 10_000_000:
        pytest.skip("this file system makes no hollow files")
    return leaked, fresh


@pytest.mark.skipif(sys.platform == "win32", reason="no hollow files, no resource")
@pytest.mark.parametrize("length", [40, 32])
def test_twenty_gigabytes_in_a_moment(tmp_path: Path, length: int) -> None:
    digests = hollow(tmp_path / "list.txt", length)
    said, read = run(CHILD, str(tmp_path / "list.txt"), *digests)
    assert said.count("found=True, count=912") == said.count("found=False") == 1
    pieces, size = map(int, read.split())
    assert 20 < pieces < 200
    assert size < 1_000_000, "which takes some milliseconds"


@pytest.mark.skipif(sys.platform == "win32", reason="no hollow files, no resource")
def test_twenty_gigabytes_by_the_command(tmp_path: Path) -> None:
    hollow(tmp_path / "list.txt")
    (said,) = run(AS_COMMAND, str(tmp_path / "list.txt"), typed="password\n")
    assert "stands 912 times" in said
    (said,) = run(AS_COMMAND, str(tmp_path / "list.txt"), typed="violet-anchor-9-Quixote\n")
    assert "not in this list" in said


@pytest.mark.skipif(sys.platform == "win32", reason="no hollow files")
def test_what_lies_hollow_there_is_not_told(tmp_path: Path) -> None:
    hollow(tmp_path / "list.txt")
    found, _note = answer(tmp_path / "list.txt", sha1_of(Secret("another one")))
    assert found.found is None
    assert "hole" in found.reason
