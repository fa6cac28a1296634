"""One suite over every format in `auditor.archives.ALL`: what comes of each documented layout."""

from __future__ import annotations

import unicodedata
import zipfile
from itertools import permutations
from pathlib import Path

import pytest

from auditor.archives import ALL
from tests.contract.archives.layout import SHOWN, Layout, case_of, layouts
from tests.contract.archives.packing import Read, pack, parts, read, unpack
from tests.rows import each_row

LAYOUTS = layouts()
each_layout = each_row(
    "layout", [pytest.param(found, id=f"{module}: {found.name}") for module, found in LAYOUTS]
)


@each_row("module", [module for module, _name in ALL])
def test_each_format_shows_what_people_have(module: str) -> None:
    case = case_of(module)
    shown = {what for layout in case.layouts() for what in layout.shows} | set(case.lacks)
    assert set(SHOWN) <= shown, f"{module} neither shows nor says why not"
    names = [layout.name for layout in case.layouts()]
    assert len(set(names)) == len(names) > 0


def agrees(found: Read, layout: Layout) -> None:
    """Require what the layout says."""
    told = found.told
    assert found.numbers == (
        layout.photos, layout.public, layout.unknown, layout.films, layout.others,
    ), told.counts.skipped  # fmt: skip
    assert told.identity.handle == layout.handle
    assert told.whole == layout.whole, told.counts.skipped
    assert len(found.keys) == layout.photos, "each has a key of its own"
    assert set(layout.captions) <= {item.caption for item in found.items}
    members = {item.member for item in found.items if item.member}
    assert len(members) == len(layout.pictures)
    assert bool(told.notes) or layout.whole, "what is not whole says why"


@each_layout
def test_a_layout_is_read(layout: Layout, tmp_path: Path) -> None:
    agrees(read(pack(tmp_path / "a.zip", layout.files)), layout)


@each_layout
def test_a_layout_is_read_twice_alike(layout: Layout, tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", layout.files)
    assert read(path).items == read(path).items


@each_layout
def test_parts_in_any_order_are_one_export(layout: Layout, tmp_path: Path) -> None:
    several = parts(tmp_path, layout.files)
    first = read(*several)
    agrees(first, layout)
    for order in permutations(several):
        assert read(*order).keys == first.keys
    agrees(read(tmp_path), layout)  # the folder in which they were downloaded


@each_layout
def test_an_unpacked_folder_is_read_alike(layout: Layout, tmp_path: Path) -> None:
    packed = read(pack(tmp_path / "a.zip", layout.files))
    found = read(unpack(tmp_path / "unpacked", layout.files))
    agrees(found, layout)
    assert found.keys == packed.keys


@each_layout
def test_a_folder_more_on_top_changes_nothing(layout: Layout, tmp_path: Path) -> None:
    inside = {f"My Backup/{name}": body for name, body in layout.files.items()}
    inside |= {f"__MACOSX/My Backup/._{Path(name).name}": b"\0\5\x16" for name in layout.files}
    inside |= {"My Backup/.DS_Store": b"\0", "My Backup/Thumbs.db": b"\0"}
    agrees(read(pack(tmp_path / "a.zip", inside)), layout)
    agrees(read(unpack(tmp_path / "more", inside)), layout)


@each_layout
@each_row("name", ["holiday.zip", "no ending", "bank.pdf"])
def test_the_name_of_the_file_does_not_matter(layout: Layout, name: str, tmp_path: Path) -> None:
    agrees(read(pack(tmp_path / name, layout.files)), layout)


@each_layout
@each_row("form", ["NFC", "NFD"])
def test_composed_and_decomposed_names_are_the_same(
    layout: Layout, form: str, tmp_path: Path
) -> None:
    files = {unicodedata.normalize(form, name): body for name, body in layout.files.items()}  # type: ignore[arg-type]
    agrees(read(pack(tmp_path / "a.zip", files)), layout)
    agrees(read(unpack(tmp_path / "unpacked", files)), layout)


@pytest.mark.parametrize("number", [2_000, pytest.param(100_000, marks=pytest.mark.slow)])
@pytest.mark.parametrize("module", [module for module, _name in ALL])
def test_many_photos_are_all_read(module: str, number: int, tmp_path: Path) -> None:
    found = read(pack(tmp_path / "a.zip", case_of(module).many(number), zipfile.ZIP_STORED))
    assert found.told.counts.photos == number
    assert len(found.keys) == number


def test_parts_that_were_unpacked_side_by_side_are_one_export(tmp_path: Path) -> None:
    for module, _name in ALL:
        layout = case_of(module).layouts()[0]
        for number in range(2):
            files = {n: b for at, (n, b) in enumerate(layout.files.items()) if at % 2 == number}
            unpack(tmp_path / module / f"part {number}", files)
        agrees(read(tmp_path / module), layout)
