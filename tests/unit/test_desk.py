"""The desk of the terminal UI does what the commands do, with the same words."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.cli.commands.desk import CommandDesk
from auditor.domain.hardening import Wishes
from auditor.domain.secret import Secret
from auditor.engine.evidence.letters import SenderStanding, write
from auditor.errors import UsageError
from auditor.guidance.letters import letters
from auditor.vault.storage.location import KEY_FILE
from auditor.wiring import Opening
from tests.fakes.people import NOW


@pytest.fixture
def opening(tmp_path: Path) -> Opening:
    return Opening(home=str(tmp_path / "home"))


def test_a_letter_is_text_or_a_message_and_never_written_over(
    tmp_path: Path, opening: Opening
) -> None:
    kind = next(kind for kind in letters() if kind.goes_to == "copy")
    made = write(kind, (), {}, SenderStanding.UNSAID, NOW.date())
    desk = CommandDesk(opening)
    assert "General information" in desk.letter_notes(kind, "", tmp_path)[0]
    for name, start in (("a.txt", ""), ("a.eml", "Subject:")):
        told = desk.write_letter(made, tmp_path / name)
        assert str(tmp_path / name) in told[0]
        assert "not encrypted" in told[-1]
        assert start in (tmp_path / name).read_text("utf-8")
    with pytest.raises(UsageError):
        desk.write_letter(made, tmp_path / "a.txt")


def test_files_of_a_site(tmp_path: Path, opening: Opening) -> None:
    told = CommandDesk(opening).write_opt_out(tmp_path / "site", everyone=True, merge=None)
    assert (tmp_path / "site" / "robots.txt").is_file()
    assert "These are requests" in told[-1]


async def test_a_certificate_is_made_and_destroyed(tmp_path: Path, opening: Opening) -> None:
    desk = CommandDesk(opening)
    assert desk.certificate() is None
    assert "A name" in (await desk.make_certificate("A name", Secret("a passphrase")))[0]
    own = desk.certificate()
    assert own is not None
    assert own.sealed
    assert "Written." in desk.export_certificate(tmp_path / "own.pem")[0]
    assert "destroyed" in (await desk.remove_certificate())[0]
    assert desk.certificate() is None


async def test_nothing_is_kept_of_a_session_in_memory(opening: Opening) -> None:
    desk = CommandDesk(Opening(home=opening.home, ephemeral=True))
    with pytest.raises(UsageError):
        await desk.make_certificate("A name", Secret("a passphrase"))
    assert desk.certificate() is None


async def test_no_copy_of_what_is_not_there(tmp_path: Path, opening: Opening) -> None:
    told = await CommandDesk(opening).make_copies(
        [str(tmp_path / "none.jpg")], tmp_path / "copies", Wishes(), "camera", None
    )
    assert any("no copy was made" in line for line in told)


async def test_the_key_goes_with_everything_else(opening: Opening) -> None:
    folder = opening.folder
    folder.mkdir(parents=True)
    (folder / KEY_FILE).write_bytes(b"a key")
    told = await CommandDesk(opening).erase()
    assert not (folder / KEY_FILE).exists()
    assert "The key is destroyed" in told[0]
    assert any("Backups" in line for line in told)
