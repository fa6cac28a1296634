"""Every format on archives that are damaged, or were made to do harm: one clear line, no loss."""

from __future__ import annotations

import io
import json
import os
import random
import resource
import struct
import sys
import zipfile
from pathlib import Path

import pytest

from auditor.errors import UsageError
from tests.contract.archives.layout import HTML, Layout, layouts
from tests.contract.archives.packing import pack, packed, parts, read, read_all, unpack
from tests.rows import each_row

LAYOUTS = layouts()
each_layout = pytest.mark.parametrize(
    "layout", [pytest.param(found, id=f"{module}: {found.name}") for module, found in LAYOUTS]
)
first_layouts = pytest.mark.parametrize(
    "layout",
    [
        pytest.param(found, id=module)
        for number, (module, found) in enumerate(LAYOUTS)
        if module not in {before for before, _layout in LAYOUTS[:number]}
    ],
)
with_pictures = each_row(
    "layout",
    [
        pytest.param(found, id=f"{module}: {found.name}")
        for module, found in LAYOUTS
        if found.pictures
    ],
)
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class _Watch:
    """Notes whatever this process writes to a disk while it is on; a hook can never be removed."""

    def __init__(self) -> None:
        self.on = False
        self.written: list[str] = []
        sys.addaudithook(self._see)

    def __enter__(self) -> None:
        self.written.clear()
        self.on = True

    def __exit__(self, *_error: object) -> None:
        self.on = False

    def _see(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self.on:
            return
        if event == "open":
            path, mode, flags = arguments
            if (isinstance(mode, str) and set(mode) & set("wax+")) or (
                isinstance(flags, int) and flags & _WRITES
            ):
                self.written.append(str(path))
        elif event in {"os.mkdir", "os.link", "os.symlink", "os.rename", "os.remove"}:
            self.written.append(f"{event} {arguments}")


WATCH = _Watch()


def _refusal(*paths: Path) -> str:
    with pytest.raises(UsageError) as error:
        read_all(*paths)
    assert "\n" not in error.value.message
    return error.value.message


@first_layouts
@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.95, 1.0])
def test_a_zip_that_was_cut_off_says_so(layout: Layout, share: float, tmp_path: Path) -> None:
    body = packed(layout.files)
    path = tmp_path / "cut.zip"
    path.write_bytes(body[: max(4, int(len(body) * share) - 1)])
    told = _refusal(path)
    assert "cut.zip" in told
    assert "cut off" in told


@each_layout
def test_a_part_that_was_cut_off_leaves_the_rest(layout: Layout, tmp_path: Path) -> None:
    several = parts(tmp_path, layout.files, 2)
    if len(several) == 1:
        return  # this platform hands out a single file
    body = several[1].read_bytes()
    several[1].write_bytes(body[: len(body) * 2 // 3])
    try:
        found = read(*several)
    except UsageError as error:
        assert several[1].name in error.message  # noqa: PT017 - either is right
        return
    assert not found.told.whole
    assert any("cut off" in left.reason for left in found.told.counts.skipped)


@each_row(
    ("name", "body"),
    [
        ("notes.txt", b"no archive at all"),
        ("picture.jpg", b"\xff\xd8\xff\xe0" + bytes(200)),
        ("empty.zip", b""),
        ("letter.docx", packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"})),
        ("nothing.zip", packed({})),
        ("mine.zip", packed({"holiday/1.jpg": b"\xff\xd8", "data.json": b"[]", "a/b.html": b"x"})),
    ],
)
def test_another_file_is_refused_in_one_line(name: str, body: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(body)
    assert _refusal(tmp_path / name)


def test_an_empty_folder_and_none_are_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert _refusal(tmp_path / "empty")
    assert _refusal(tmp_path / "not there")


@each_row("head", [b"\x1f\x8b\x08\0\0\0", b"BZh91A", b"\xfd7zXZ\0"])
def test_tar_is_refused_with_what_to_do(head: bytes, tmp_path: Path) -> None:
    (tmp_path / "takeout.tgz").write_bytes(head + bytes(600))
    assert "ask for .zip" in _refusal(tmp_path / "takeout.tgz")


@first_layouts
def test_tar_beside_zips_is_told(layout: Layout, tmp_path: Path) -> None:
    pack(tmp_path / "part-1.zip", layout.files)
    (tmp_path / "part-2.tgz").write_bytes(b"\x1f\x8b\x08" + bytes(600))
    found = read(tmp_path / "part-1.zip", tmp_path / "part-2.tgz")
    assert not found.told.whole
    found = read(tmp_path)
    assert not found.told.whole, "also where the folder was named"


SLIPS = (
    "../../outside.json", "/etc/outside.json", "C:\\outside.json", "a/../../outside.json",
    "..\\outside.json", "nul\0byte.json", "x" * 5000 + ".json",
)  # fmt: skip


@first_layouts
def test_names_that_lead_outside_are_left_out(layout: Layout, tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", layout.files)
    with zipfile.ZipFile(path, "a") as target:
        for number, name in enumerate(SLIPS):
            info = zipfile.ZipInfo(f"{number}" * len(name.encode()))
            target.writestr(info, b"{}")
    body = path.read_bytes()
    for number, name in enumerate(SLIPS):
        body = body.replace(f"{number}".encode() * len(name.encode()), name.encode())
    path.write_bytes(body)
    with WATCH:
        found = read(path)
    assert WATCH.written == []
    assert found.told.counts.photos == layout.photos
    assert len(found.told.counts.skipped) >= len(SLIPS) - 1  # zipfile cuts a name at its NUL
    assert not found.told.whole


@first_layouts
def test_links_are_not_followed(layout: Layout, tmp_path: Path) -> None:
    secret = tmp_path / "secret.jpg"
    secret.write_bytes(b"\xff\xd8 secret")
    name = (layout.pictures or sorted(layout.files))[0]
    folder = unpack(tmp_path / "unpacked", {n: b for n, b in layout.files.items() if n != name})
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).symlink_to(secret)
    (folder / "loop").symlink_to(folder)
    try:
        found = read(folder)
    except UsageError:
        pass  # the one list of it was the link
    else:
        assert name not in {item.member for item in found.items}
        assert not found.told.whole
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as target:
        for each, body in layout.files.items():
            info = zipfile.ZipInfo(each)
            info.external_attr = (0o120777 if each == name else 0o100644) << 16
            target.writestr(info, b"/etc/passwd" if each == name else body)
    try:
        found = read(path)
    except UsageError:
        return
    assert name not in {item.member for item in found.items}
    assert not found.told.whole


def _peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


@first_layouts
@pytest.mark.parametrize("filling", [b"0,", b"{},", b"[[],[]],", b'"a",'])
def test_a_list_that_unpacks_to_far_more_is_not_taken(
    layout: Layout, filling: bytes, tmp_path: Path
) -> None:
    name = max((n for n in layout.files if n not in layout.pictures), key=_size_in(layout))
    bomb = b"[" + filling * (4_000_000 // len(filling)) + b"0]"
    path = pack(tmp_path / "a.zip", {**layout.files, name: bomb})
    whole = read(pack(tmp_path / "whole.zip", layout.files)).keys
    before = _peak_mb()
    try:
        found = read(path)
    except UsageError:
        pass
    else:
        assert not found.told.whole or found.keys == whole
    assert _peak_mb() - before < 100


def _size_in(layout: Layout):  # type: ignore[no-untyped-def]
    return lambda name: len(layout.files[name])


@first_layouts
def test_entries_that_overlap_are_not_taken(layout: Layout, tmp_path: Path) -> None:
    """A zip whose entries all point to the same data unpacks to a thousand times its size."""
    name = max((n for n in layout.files if n not in layout.pictures), key=_size_in(layout))
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for each, body in layout.files.items():
            target.writestr(each, body)
        info = zipfile.ZipInfo("again/big.json")
        info.compress_type = zipfile.ZIP_DEFLATED
        target.writestr(info, b"[" + b" " * 30_000_000 + b"]")
        for number in range(3000):
            copied = zipfile.ZipInfo(f"again/{number}-{name.rpartition('/')[2]}")
            for field in ("CRC", "compress_size", "file_size", "header_offset", "compress_type"):
                setattr(copied, field, getattr(info, field))
            target.filelist.append(copied)
    told = _refusal(path)
    assert "unpacks to far more" in told


def test_a_directory_without_end_is_not_read(tmp_path: Path) -> None:
    body = bytearray(packed({"media/posts_1.json": b"[]"}))
    at = body.rfind(b"PK\5\6")
    struct.pack_into("<I", body, at + 12, 0xFFFFFFF0)
    (tmp_path / "a.zip").write_bytes(body)
    assert _refusal(tmp_path / "a.zip")


@first_layouts
def test_zips_inside_a_zip_are_not_opened(layout: Layout, tmp_path: Path) -> None:
    inner = packed(layout.files)
    path = pack(tmp_path / "a.zip", {**layout.files, "inner.zip": inner, "more/42.zip": inner})
    found = read(path)
    assert found.told.counts.photos == layout.photos
    told = _refusal(pack(tmp_path / "b.zip", {"inner.zip": inner}))
    assert "inner.zip" in told, "the person is told to unpack it first"


@with_pictures
def test_a_picture_that_is_missing_is_told(layout: Layout, tmp_path: Path) -> None:
    for number, gone in enumerate(layout.pictures):
        files = {name: body for name, body in layout.files.items() if name != gone}
        found = read(pack(tmp_path / f"{number}.zip", files))
        counts = found.told.counts
        if HTML in layout.shows:
            assert layout.photos - counts.photos in {0, 1}, "most pages name no file"
            continue
        assert counts.photos == layout.photos, gone
        if len({item.member for item in found.items} - {""}) == len(layout.pictures):
            continue  # another file of the same picture is there
        assert counts.skipped, gone


@with_pictures
def test_pictures_alone_are_never_no_photos(layout: Layout, tmp_path: Path) -> None:
    files = {name: layout.files[name] for name in layout.pictures}
    try:
        found = read(pack(tmp_path / "a.zip", files))
    except UsageError as error:
        assert str(len(files)) in error.message  # noqa: PT017 - either is right
        return
    assert found.told.counts.photos == len(files)
    assert not found.told.whole


@each_layout
def test_a_list_that_is_gone_is_never_whole(layout: Layout, tmp_path: Path) -> None:
    lists = [name for name in layout.files if name not in layout.pictures]
    whole = read(pack(tmp_path / "a.zip", layout.files)).keys
    for number, gone in enumerate(lists):
        files = {name: body for name, body in layout.files.items() if name != gone}
        try:
            found = read(pack(tmp_path / f"{number}.zip", files))
        except UsageError:
            continue
        if whole - found.keys:
            assert not found.told.whole, f"{gone} was taken away and nothing was said"


@each_layout
@pytest.mark.parametrize("way", ["cut", "empty", "zeros", "html", "deep", "latin", "bom"])
def test_a_damaged_list_is_never_whole(layout: Layout, way: str, tmp_path: Path) -> None:
    whole = read(pack(tmp_path / "a.zip", layout.files)).keys
    for number, name in enumerate(n for n in layout.files if n not in layout.pictures):
        body = layout.files[name]
        hurt = {
            "cut": body[: len(body) // 2],
            "empty": b"",
            "zeros": bytes(len(body)),
            "html": b"<html><body>Sorry, something went wrong.</body></html>",
            "deep": b"[" * 200_000,
            "latin": body.decode("utf-8", "replace").encode("latin-1", "replace"),
            "bom": b"\xef\xbb\xbf" + body,
        }[way]
        try:
            found = read(pack(tmp_path / f"{number}.zip", {**layout.files, name: hurt}))
        except UsageError:
            continue
        if whole - found.keys:
            assert not found.told.whole, f"{name} ({way}) was lost and nothing was said"
        if way == "bom":
            assert found.told.counts.photos == layout.photos


ODD: tuple[object, ...] = (
    None, True, "", [], {}, -1, 0, 10**30, 1e308, "\ud800", "x" * 3000, [[[]]], {"": {}},
    "../../x.jpg", "https://example.org/x.jpg", "1e400", "NaN", "\0", [None], {"uri": 7},
)  # fmt: skip


@each_layout
def test_odd_values_raise_nothing(layout: Layout, tmp_path: Path) -> None:
    bodies = {name: _json_in(body) for name, body in layout.files.items()}
    lists = [name for name, body in bodies.items() if body is not None]
    chance = random.Random(layout.name)
    for number in range(25 if lists else 0):
        name = chance.choice(lists)
        lead, value = bodies[name] or ("", None)
        odd = lead + json.dumps(_changed(value, chance))
        path = pack(tmp_path / f"{number}.zip", {**layout.files, name: odd.encode()})
        try:
            found = read_all(path)
        except UsageError:
            continue
        for each in found:
            for item in each.items:
                "".join((item.key, item.member, item.caption or "", item.album)).encode()


@each_layout
def test_odd_bytes_raise_nothing(layout: Layout, tmp_path: Path) -> None:
    lists = [name for name in layout.files if name not in layout.pictures]
    chance = random.Random(layout.name)
    for number in range(25 if lists else 0):
        name = chance.choice(lists)
        body = bytearray(layout.files[name] or b"\0")
        for _time in range(chance.randrange(1, 6)):
            at = chance.randrange(len(body))
            body[at : at + chance.randrange(4)] = chance.randbytes(chance.randrange(4)) or b'"'
            body = body or bytearray(b"\0")
        path = pack(tmp_path / f"{number}.zip", {**layout.files, name: bytes(body)})
        try:
            read_all(path)
        except UsageError:
            continue


def _json_in(body: bytes) -> tuple[str, object] | None:
    text = body.decode("utf-8", "replace")
    at = min((found for found in (text.find("["), text.find("{")) if found >= 0), default=-1)
    if at < 0:
        return None
    try:
        return text[:at], json.loads(text[at:])
    except ValueError:
        return None


def _changed(value: object, chance: random.Random) -> object:
    """Return a value in which something is odd."""
    if isinstance(value, dict) and value and chance.random() > 0.15:
        key = chance.choice(list(value))
        return {**value, key: _changed(value[key], chance)}
    if isinstance(value, list) and value and chance.random() > 0.15:
        at = chance.randrange(len(value))
        return [*value[:at], _changed(value[at], chance), *value[at + 1 :]]
    return chance.choice(ODD)


@first_layouts
def test_what_is_locked_or_packed_in_other_ways_is_told(layout: Layout, tmp_path: Path) -> None:
    for told, field, value in (("password", "flag", 1), ("packed in a way", "method", 9)):
        body = bytearray(packed(layout.files))
        at = body.find(b"PK\1\2")
        while at >= 0:
            struct.pack_into("<H", body, at + (8 if field == "flag" else 10), value)
            at = body.find(b"PK\1\2", at + 4)
        path = tmp_path / "a.zip"
        path.write_bytes(body)
        assert told in _refusal(path)


@first_layouts
@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_known_ways_of_packing_are_read(layout: Layout, method: int, tmp_path: Path) -> None:
    found = read(pack(tmp_path / "a.zip", layout.files, method))
    assert found.told.counts.photos == layout.photos


@first_layouts
def test_wide_zips_and_something_in_front_are_read(layout: Layout, tmp_path: Path) -> None:
    out = io.BytesIO()
    out.write(b"MZ something in front" * 20)
    with zipfile.ZipFile(out, "a") as target:
        for name, body in layout.files.items():
            with target.open(zipfile.ZipInfo(name), "w", force_zip64=True) as file:
                file.write(body)
    (tmp_path / "a.zip").write_bytes(out.getvalue())
    assert read(tmp_path / "a.zip").told.counts.photos == layout.photos


@first_layouts
def test_names_of_any_packer_are_read(layout: Layout, tmp_path: Path) -> None:
    """UTF-8 without its flag, as macOS writes it."""
    body = bytearray(packed(layout.files))
    for mark, at_flag in ((b"PK\1\2", 8), (b"PK\3\4", 6)):
        at = body.find(mark)
        while at >= 0:
            (flags,) = struct.unpack_from("<H", body, at + at_flag)
            struct.pack_into("<H", body, at + at_flag, flags & ~0x800)
            at = body.find(mark, at + 4)
    (tmp_path / "a.zip").write_bytes(body)
    found = read(tmp_path / "a.zip")
    assert found.told.counts.photos == layout.photos
    assert found.told.whole == layout.whole


@each_layout
def test_the_same_file_in_two_parts_counts_once(layout: Layout, tmp_path: Path) -> None:
    first = pack(tmp_path / "1.zip", layout.files)
    again = pack(tmp_path / "2.zip", layout.files, zipfile.ZIP_STORED)
    found = read(first, again)
    assert found.told.counts.photos == layout.photos
    assert found.told.whole == layout.whole


@first_layouts
def test_reading_writes_nothing(layout: Layout, tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", layout.files)
    read(path)  # modules are loaded
    with WATCH:
        read(path)
    assert WATCH.written == []
