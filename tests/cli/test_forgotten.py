from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.auditor import Auditor
from tests.unit.records.mail.written import ADDRESS, mail
from tests.unit.records.test_sealed import sealed

SECRET = "xylophone-subject-4471"
PASSWORD = "hunter2-marmalade-9090"


@pytest.fixture
def box(tmp_path: Path) -> str:
    path = tmp_path / "all.mbox"
    path.write_bytes(
        mail("x <a@dropbox.com>", f"Welcome to Dropbox {SECRET}", signer="dropbox.com")
        + mail("x <a@grindr.com>", "Confirm your email", signer="grindr.com")
        + mail("x <a@paypa1.com>", "Confirm your account", signer="paypa1.com")
    )
    return str(path)


@pytest.fixture
def export(tmp_path: Path) -> str:
    path = tmp_path / "export.csv"
    path.write_text(
        f"name,url,username,password\nF,https://www.flickr.com/x,robin,{PASSWORD}\n", "utf-8"
    )
    return str(path)


def test_services_are_listed_and_no_vault_is_opened(fresh: Auditor, box: str) -> None:
    done = fresh.type(f"{ADDRESS}\n", "forgotten", box)
    assert re.search(r"Dropbox \(photos\) +2020-03 +a welcome +easy to delete", done.out)
    assert "Grindr" not in done.out
    assert "help against violence or law is never shown here" in done.out
    assert "resembles a service without being it" in done.out
    assert "Nothing of this is kept" in done.out
    assert "Somebody else's mail is not yours" in done.err
    assert SECRET not in done.out + done.err


def test_nothing_says_whether_anything_is_hidden(fresh: Auditor, tmp_path: Path) -> None:
    seen = mail("x <a@dropbox.com>", "Welcome to Dropbox", signer="dropbox.com")
    other = mail("x <a@no-such-shop.example>", "Your receipt", signer="no-such-shop.example")
    hidden = mail("x <a@grindr.com>", "Welcome to Grindr", signer="grindr.com")
    for given in ((), ("--json",)):
        told = []
        for number, more in enumerate((other, hidden)):
            (tmp_path / f"{number}.mbox").write_bytes(seen + more)
            path = str(tmp_path / f"{number}.mbox")
            told.append(fresh.type(f"{ADDRESS}\n", "forgotten", path, *given).out)
        assert told[0] == told[1]


def test_nothing_is_kept_unless_it_is_said(fresh: Auditor, box: str) -> None:
    fresh.type(f"{ADDRESS}\n", "forgotten", box)
    assert fresh.run("accounts", "list", "--json").json["accounts"] == []
    done = fresh.type(f"{ADDRESS}\n", "forgotten", box, "--keep", "--all", "--json").json
    ids = {service["url"]: service["account"] for service in done["services"]}
    assert ids["https://grindr.com/"] is None, "what is hidden is never kept"
    (account,) = fresh.run("accounts", "list", "--json").json["accounts"]
    assert account["id"] == ids["https://dropbox.com/"]
    assert account["claim"] == "unsure"
    again = fresh.type(f"{ADDRESS}\n", "forgotten", box, "--keep", "--json").json
    assert again["services"][0]["account"] == account["id"]


def test_one_that_is_unwanted_gets_its_deletion_page(fresh: Auditor, box: str) -> None:
    done = fresh.type(f"{ADDRESS}\n", "forgotten", box, "--keep", "--json").json
    name = done["services"][0]["account"]
    fresh.type("dropbox.com\n", "accounts", "claim", name, "mine", "--confirm", "-")
    fresh.run("accounts", "unwanted", name)
    plan = fresh.run("plan", "--json").json
    assert any("dropbox.com/account/delete" in str(step) for step in plan["steps"])


def test_a_projector_shows_no_name_and_nothing_hidden(fresh: Auditor, box: str) -> None:
    done = fresh.type(f"{ADDRESS}\n", "--projector", "forgotten", box, "--all")
    assert not re.search("dropbox|grindr|paypa1", done.out, re.IGNORECASE)
    document = fresh.type(f"{ADDRESS}\n", "--projector", "forgotten", box, "--all", "--json")
    assert not re.search("dropbox|grindr|paypa1", document.out, re.IGNORECASE)
    assert len(document.json["services"]) == 1


def test_a_class_sees_no_name_of_what_was_kept(fresh: Auditor, box: str, tmp_path: Path) -> None:
    done = fresh.type(f"{ADDRESS}\n", "forgotten", box, "--keep", "--json").json
    name = done["services"][0]["account"]
    fresh.type("dropbox.com\n", "accounts", "claim", name, "mine", "--confirm", "-")
    fresh.run("accounts", "unwanted", name)
    for command in (("accounts", "list"), ("plan",)):
        done = fresh.run("--projector", *command)
        assert "dropbox" not in done.out.casefold(), command


def test_a_password_list_is_read_after_a_warning_only(
    fresh: Auditor, box: str, export: str
) -> None:
    refused = fresh.run("forgotten", export, code=2)
    assert "shares with you" in refused.err
    assert "delete it right after this" in refused.err
    done = fresh.type(f"{ADDRESS}\n", "forgotten", export, box, "--yes", "--json")
    assert [each["name"] for each in done.json["services"]] == ["Flickr", "Dropbox"]
    assert done.json["services"][0]["certainty"] == "high"
    assert PASSWORD not in done.out + done.err


def test_one_that_is_not_to_be_read_is_left_out(fresh: Auditor, box: str, export: str) -> None:
    done = fresh.type(f"no\n{ADDRESS}\n", "forgotten", export, box, at_terminal=True)
    assert "The password list is left out" in done.err
    assert "Flickr" not in done.out
    assert "Dropbox" in done.out


def test_a_sealed_list_is_opened_by_its_own_password(fresh: Auditor, tmp_path: Path) -> None:
    item = {"name": "x", "login": {"uris": [{"uri": "https://flickr.com"}], "password": PASSWORD}}
    path = tmp_path / "export.json"
    path.write_bytes(sealed(json.dumps({"encrypted": False, "items": [item]}), "maple-9142"))
    done = fresh.type("maple-9142\n", "forgotten", str(path), "--yes", "--json")
    assert [each["name"] for each in done.json["services"]] == ["Flickr"]
    assert PASSWORD not in done.out + done.err
    done = fresh.type("other-1\n", "forgotten", str(path), "--yes", code=2)
    assert "is not opened by that password" in done.err
    assert "other-1" not in done.err


def test_no_number_of_saved_log_ins_tells_what_is_hidden(fresh: Auditor, tmp_path: Path) -> None:
    told = []
    for number, other in enumerate(("Club,,robin,x", "G,https://grindr.com,robin,x")):
        path = tmp_path / f"{number}.csv"
        path.write_text(f"name,url,username,password\nF,https://flickr.com,robin,x\n{other}\n")
        told.append(fresh.run("forgotten", str(path), "--yes").out)
    assert told[0] == told[1]
    assert "1 saved log-in is not shown" in told[0]


def test_a_sealed_list_is_not_said_to_be_readable_for_anybody(
    fresh: Auditor, tmp_path: Path
) -> None:
    path = tmp_path / "export.json"
    path.write_bytes(sealed("{}", "maple-9142"))
    refused = fresh.run("forgotten", str(path), code=2)
    assert "Whoever knows its password can read it" in refused.err
    assert "readable for anybody" not in refused.err


def test_an_address_that_no_mail_reached(fresh: Auditor, box: str) -> None:
    done = fresh.type("kim@post.example\n", "forgotten", box, code=2)
    assert "No mail in it was sent to that address" in done.err
    assert done.out == ""


def test_a_script_gives_the_address_first(fresh: Auditor, box: str) -> None:
    typed = f"{ADDRESS}\n{box}\n"
    done = fresh.type(typed, "forgotten", "--address", "-", "-", "--json")
    assert [each["name"] for each in done.json["services"]] == ["Dropbox"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04zip", "is a zip"),
        (b"SQLite format 3\0", "is a database of a program"),
        (b"\x00\x01\x02", "is no mail, no bookmarks and no password list that is known"),
        (b"Dear diary,\nFrom here on\n", "is no mail, no bookmarks and no password list"),
        (b"\x1f\x8b\x08\x00", "is packed"),
        (b"\x03\xd9\xa2\x9a\x67", "is sealed by KeePass"),
    ],
)
def test_what_cannot_be_read_is_one_clear_line(
    fresh: Auditor, tmp_path: Path, data: bytes, said: str
) -> None:
    (tmp_path / "strange").write_bytes(data)
    done = fresh.run("forgotten", str(tmp_path / "strange"), "--yes", code=None)
    assert done.code in {2, 3}
    assert said in done.err
    assert done.err.count("auditor: ") == 1


def test_folders_of_mail_programs(fresh: Auditor, tmp_path: Path) -> None:
    (tmp_path / "Mail" / "Inbox.sbd").mkdir(parents=True)
    (tmp_path / "Mail" / "Inbox.sbd" / "Old").write_bytes(
        mail("a@dropbox.com", "Welcome to Dropbox", signer="dropbox.com")
    )
    (tmp_path / "Mail" / "Inbox.msf").write_bytes(b"// <!-- <mdb:mork:z v=")
    (tmp_path / "Mail" / "cur").mkdir()
    alone = mail("a@flickr.com", "Welcome to Flickr", signer="flickr.com").partition(b"\n")[2]
    (tmp_path / "Mail" / "cur" / "1:2,S").write_bytes(alone)
    (tmp_path / "Mail" / "picture.jpg").write_bytes(b"\xff\xd8\xff")
    done = fresh.type(f"{ADDRESS}\n", "forgotten", str(tmp_path / "Mail"), "--json").json
    assert [each["name"] for each in done["services"]] == ["Dropbox", "Flickr"]
    assert (done["mail_count"], done["unread"]) == (2, 1)


def test_an_empty_list_is_no_proof(fresh: Auditor, tmp_path: Path) -> None:
    (tmp_path / "all.mbox").write_bytes(mail("Sam <sam@gmail.com>", "Hi"))
    done = fresh.type(f"{ADDRESS}\n", "forgotten", str(tmp_path / "all.mbox"))
    assert "That is no proof that there is none" in done.out
