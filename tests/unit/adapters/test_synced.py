"""Folders that are copied to other machines, and the copies that must not be written there."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.adapters.files import edited_copies
from auditor.adapters.files.synced import service_of
from auditor.errors import UsageError


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "home"
    place.mkdir()
    monkeypatch.setenv("HOME", str(place))
    monkeypatch.setenv("USERPROFILE", str(place))
    return place


@pytest.mark.parametrize(
    ("name", "service"),
    [
        ("Dropbox", "Dropbox"),
        ("Dropbox (Work)", "Dropbox"),
        ("OneDrive - School", "OneDrive"),
        ("iCloud Drive", "iCloud"),
        ("Library/Mobile Documents/com~apple~CloudDocs", "iCloud"),
        ("Library/CloudStorage/Whatever", "a cloud service"),
        ("GoogleDrive-a@b.example", "Google Drive"),
        ("My Drive", "Google Drive"),
        ("Nextcloud2", "Nextcloud"),
        ("ownCloud", "ownCloud"),
        ("Sync", "Syncthing"),
        ("Pictures", ""),
        ("boxes", ""),
    ],
)
def test_by_name(home: Path, name: str, service: str) -> None:
    assert service_of(home / name / "deep" / "new") == service


@pytest.mark.parametrize(
    ("mark", "service"),
    [
        (".stfolder", "Syncthing"),
        (".sync_1a2b.db", "Nextcloud"),
        (".dropbox.cache", "Dropbox"),
        (".owncloudsync.log", "ownCloud"),
    ],
)
def test_by_what_a_program_left_there(home: Path, mark: str, service: str) -> None:
    (home / "stuff" / mark).mkdir(parents=True)
    assert service_of(home / "stuff" / "new") == service


def test_by_the_settings_of_the_programs(home: Path) -> None:
    (home / ".dropbox").mkdir()
    (home / ".dropbox" / "info.json").write_text(
        f'{{"personal": {{"path": "{home}/cloudy"}}, "odd": 1}}'
    )
    (home / ".config" / "Nextcloud").mkdir(parents=True)
    (home / ".config" / "Nextcloud" / "nextcloud.cfg").write_text(
        f"[Accounts]\n0\\Folders\\1\\localPath={home}/next/\n"
    )
    assert service_of(home / "cloudy" / "new") == "Dropbox"
    assert service_of(home / "next" / "new") == "Nextcloud"
    assert service_of(home / "elsewhere") == ""
    (home / ".dropbox" / "info.json").write_text("[broken")
    assert service_of(home / "cloudy") == ""


def test_through_a_link_and_a_variable(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "Dropbox").mkdir()
    (home / "link").symlink_to(home / "Dropbox")
    assert service_of(home / "link" / "new") == "Dropbox"
    monkeypatch.setenv("OneDriveConsumer", str(home / "od"))
    assert service_of(home / "od" / "new") == "OneDrive"


def test_only_what_was_written_is_deleted(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    edited_copies.prepare(folder)
    names = [edited_copies.write(folder, number, b"picture") for number in (1, 2)]
    assert names == ["001.jpg", "002.jpg"]
    outside = tmp_path / "outside.jpg"
    outside.write_bytes(b"mine")
    (folder / "003.jpg").write_bytes(b"mine too")
    (folder / "002.jpg").unlink()
    (folder / "002.jpg").symlink_to(outside)
    honest = (folder / ".index").read_text()
    (folder / ".index").write_text(honest + "../outside.jpg\n")
    with pytest.raises(UsageError, match="nothing was deleted"):
        edited_copies.clean(folder)
    (folder / ".index").write_text(honest)
    assert edited_copies.clean(folder) == 2
    assert outside.read_bytes() == b"mine"
    assert [path.name for path in folder.iterdir()] == ["003.jpg"]
    with pytest.raises(UsageError, match="deleted"):
        edited_copies.clean(folder)


def test_a_folder_with_things_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(UsageError, match="not empty"):
        edited_copies.prepare(tmp_path)
