"""Where imported trust lists are kept."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from auditor.adapters.keys.trust import TrustLists
from auditor.errors import UsageError
from auditor.guidance.trust_list import DATE
from tests.rows import each_row
from tests.unit.readers.signed import authority

NOW, LATER = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), datetime(2026, 6, 7, tzinfo=UTC)


def test_what_is_kept(tmp_path: Path) -> None:
    lists = TrustLists(tmp_path / "home" / "trust")
    kept = lists.add(b"Some words before\n" + authority().pem + b"\nand after", NOW)
    assert kept.imported_at == "2026-01-02T03:04:05Z"
    assert [authority.subject for authority in kept.authorities] == [
        "O=Test Authority Ltd,CN=Test Authority"
    ]
    assert lists.all() == (kept,)
    (file,) = (tmp_path / "home" / "trust").iterdir()
    assert file.name == f"{kept.id}.pem"
    assert b"words" not in file.read_bytes()
    if os.name == "posix":
        assert file.stat().st_mode & 0o777 == 0o600
        assert file.parent.stat().st_mode & 0o777 == 0o700


def test_a_private_key_in_the_file_is_not_kept(tmp_path: Path) -> None:
    TrustLists(tmp_path).add(authority().pem + authority().key, NOW)
    assert all(b"PRIVATE" not in file.read_bytes() for file in tmp_path.iterdir())


def test_importing_twice_keeps_the_first_date(tmp_path: Path) -> None:
    lists = TrustLists(tmp_path)
    first = lists.add(authority().pem, NOW)
    assert lists.add(authority().pem * 2, LATER) == first
    assert len(lists.all()) == 1


def test_the_oldest_comes_first_and_one_can_be_removed(tmp_path: Path) -> None:
    lists = TrustLists(tmp_path)
    later = lists.add(authority("B").pem, LATER)
    first = lists.add(authority("A").pem, NOW)
    assert lists.all() == (first, later)
    assert lists.remove(first.id[:8].upper()) == first
    assert lists.all() == (later,)


def test_an_expired_authority_is_kept_and_dated(tmp_path: Path) -> None:
    past = datetime(2021, 1, 1, tzinfo=UTC)
    (expired,) = TrustLists(tmp_path).add(authority("Past", until=past).pem, NOW).authorities
    assert expired.expires == past


@each_row("wanted", ["", "abc", "../../x", "*", "f" * 64])
def test_ids_that_are_none(tmp_path: Path, wanted: str) -> None:
    lists = TrustLists(tmp_path)
    lists.add(authority().pem, NOW)
    with pytest.raises(UsageError):
        lists.remove(wanted)
    assert len(lists.all()) == 1


DAMAGED = authority().pem.replace(b"MII", b"AAA", 1)


@each_row(
    "pem",
    [
        b"",
        b"hello",
        authority().key,
        DAMAGED,
        authority().pem + DAMAGED,
        authority().chain.split(b"-----END CERTIFICATE-----")[0]
        + b"-----END CERTIFICATE-----\n",  # the signer alone
        b"-----BEGIN CERTIFICATE-----\n" * 3000,
        b"-----BEGIN CERTIFICATE-----" + b"A" * 9_000_000,
    ],
    ids=["empty", "words", "key", "damaged", "one damaged", "no authority", "many", "large"],
)
def test_what_is_no_list_leaves_no_trace(tmp_path: Path, pem: bytes) -> None:
    folder = tmp_path / "trust"
    with pytest.raises(UsageError) as error:
        TrustLists(folder).add(pem, NOW)
    assert error.value.message
    assert not folder.exists()


def test_foreign_and_changed_files_are_no_lists(tmp_path: Path) -> None:
    lists = TrustLists(tmp_path)
    kept = lists.add(authority().pem, NOW)
    (tmp_path / "notes.pem").write_text("mine")
    file = tmp_path / f"{kept.id}.pem"
    file.write_text(file.read_text() + authority("Slipped In").pem.decode())
    assert lists.all() == ()


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError):
        TrustLists(tmp_path / "file" / "trust").add(authority().pem, NOW)


def test_forgetting(tmp_path: Path) -> None:
    lists = TrustLists(tmp_path / "trust")
    lists.forget()
    lists.add(authority().pem, NOW)
    lists.forget()
    assert not (tmp_path / "trust").exists()


def test_the_official_list_is_chosen_once_and_turned_off(tmp_path: Path) -> None:
    lists = TrustLists(tmp_path / "trust")
    kept = lists.use_official(NOW)
    assert (kept.name, kept.date, kept.imported_at) == ("official", DATE, "2026-01-02T03:04:05Z")
    assert (len(kept.authorities), len(kept.time_stamps)) == (30, 22)
    assert lists.use_official(LATER) == kept
    imported = lists.add(authority().pem, LATER)
    assert lists.all() == (imported, kept)
    if os.name == "posix":
        assert (tmp_path / "trust" / "official").stat().st_mode & 0o777 == 0o600
    assert lists.remove("Official") == kept
    assert lists.all() == (imported,)
    with pytest.raises(UsageError):
        lists.remove("official")


def test_the_official_list_is_forgotten_with_the_others(tmp_path: Path) -> None:
    lists = TrustLists(tmp_path / "trust")
    lists.use_official(NOW)
    lists.forget()
    assert not (tmp_path / "trust").exists()
