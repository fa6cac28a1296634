"""Wherever Python finds entry points of a package, so does this program."""

from __future__ import annotations

import os
import sys
import zipfile
from collections.abc import Iterator
from importlib import metadata
from importlib.metadata import Distribution, entry_points
from pathlib import Path

import pytest

from auditor.plugins import CHECKS, SOURCES, points

LIST = "[auditor.sources]\nimgur = imgur_source:Imgur\n"
PLACES = ("imgur-1.0.dist-info", "Imgur-1.0.EGG-INFO", "imgur.egg/EGG-INFO")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])
    return tmp_path


def found(group: str) -> list[str]:
    ours = points.entry_points(group)
    assert ours == tuple(entry_points(group=group))
    return [point.name for point in ours]


@pytest.mark.parametrize("place", PLACES)
def test_lists_beside_packages_are_found(
    folder: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    about = folder / place
    about.mkdir(parents=True)
    monkeypatch.setattr(sys, "path", [*sys.path, str(about.parent)])
    for name in ("METADATA", "PKG-INFO"):
        (about / name).write_text("Name: imgur\n", "utf-8")
    (about / "entry_points.txt").write_text(LIST, "utf-8")
    assert set(found(SOURCES)) == {"imgur"}
    assert found(CHECKS) == []


def test_lists_in_archives_are_found(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = folder / "packages.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("imgur-1.0.dist-info/METADATA", "Name: imgur\n")
        packed.writestr("imgur-1.0.dist-info/entry_points.txt", LIST)
    assert found(SOURCES) == []
    monkeypatch.setattr(sys, "path", [*sys.path, str(archive)])
    assert found(SOURCES) == ["imgur"]


def test_lists_that_another_finder_knows_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    class Told(Distribution):
        def read_text(self, filename: str) -> str | None:
            return {"entry_points.txt": LIST, "METADATA": "Name: imgur\n"}.get(filename)

        def locate_file(self, path: object) -> Path:
            return Path(str(path))

    class PackageFinder:
        def find_spec(self, *_given: object) -> None:
            return None

        def find_distributions(self, _context: object) -> Iterator[Distribution]:
            yield Told()

    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, PackageFinder()])
    assert found(SOURCES) == ["imgur"]


def test_the_finder_that_keyring_brings_does_not_make_it_slow(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    brought = pytest.importorskip("importlib_metadata", reason="keyring brings it before 3.12")
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, brought.MetadataPathFinder()])

    def asked(**_group: str) -> None:
        pytest.fail("all lists of all packages were read")

    monkeypatch.setattr(metadata, "entry_points", asked)
    assert points.entry_points("auditor.nobody") == ()


def test_lists_are_read_again_only_where_a_package_came(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    list_of = points._list_of

    def noted(about: str) -> bytes:
        read.append(about)
        return list_of(about)

    monkeypatch.setattr(points, "_list_of", noted)
    os.utime(folder, (1, 1))
    assert found(SOURCES) == []
    read.clear()
    assert found(SOURCES) == []
    assert read == []
    about = folder / PLACES[0]
    about.mkdir()
    (about / "METADATA").write_text("Name: imgur\n", "utf-8")
    (about / "entry_points.txt").write_text(LIST, "utf-8")
    assert found(SOURCES) == ["imgur"]
    assert read == [str(about)]
