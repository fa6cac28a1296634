"""Nothing of a mail or a password stays: not in memory, on disk, in the log or in what is said."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from auditor.domain.secret import Secret
from auditor.vault.storage import keys
from tests.unit.records.mail.written import ADDRESS, mail

if sys.platform != "linux":
    pytest.skip("needs a pseudo-terminal and /proc", allow_module_level=True)

from tests.hostile.memory import Program, can_be_read, family, found_in, spelled

pytestmark = pytest.mark.skipif(not can_be_read(), reason="memory cannot be read here")

SUBJECT = "xylophone-subject-4471"
BODY = "marimba-body-5512"
PASSWORD = "hunter2-marmalade-9090"
PASSPHRASE = "violet anchor quixote lamp"
SOUGHT = {"subject": spelled(SUBJECT), "body": spelled(BODY), "password": spelled(PASSWORD)}


def test_the_search_finds_what_is_there(tmp_path: Path) -> None:
    box = tmp_path / f"{SUBJECT}.mbox"
    box.write_bytes(mail("a@dropbox.com", "Welcome", signer="dropbox.com"))
    with Program(["forgotten", str(box)], tmp_path) as program:
        program.wait_for("own address: ")
        assert found_in(program.pid, SOUGHT)["subject"]


def test_no_subject_body_or_password_stays_in_memory(tmp_path: Path) -> None:
    keys.create(tmp_path / "home", Secret(PASSPHRASE))
    box, export = tmp_path / "all.mbox", tmp_path / "export.csv"
    mails = [
        mail(f"a@x{n}.example", f"Welcome to {SUBJECT}", signer=f"x{n}.example", body=f"{BODY}\n")
        for n in range(200)
    ]
    mails.append(mail("a@dropbox.com", f"Welcome {SUBJECT}", signer="dropbox.com", body=BODY))
    box.write_bytes(b"".join(mails))
    export.write_text(f"name,url,username,password\nF,https://flickr.com,r,{PASSWORD}\n", "utf-8")
    with Program(["forgotten", str(box), str(export), "--keep", "--yes"], tmp_path) as program:
        place = program.wait_for("own address: ")
        program.press(f"{ADDRESS}\n".encode())
        # all was read, and what is to be kept waits for the passphrase
        program.wait_for("Passphrase: ", place)
        assert found_in(program.pid, SOUGHT) == dict.fromkeys(SOUGHT, 0)
        assert len(family(program.pid)) == 1, "the process that read is gone"
        program.press(f"{PASSPHRASE}\n".encode())
        program.read_to_the_end()
        shown = program.seen
    assert b"Flickr" in shown
    assert not re.search(f"{SUBJECT}|{BODY}|{PASSWORD}".encode(), shown)
    for path in (tmp_path / "home").rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert not any(each in data for said in SOUGHT.values() for each in said)
