"""auditor trust and auditor inspect together.

What is imported changes what is shown, and nothing else does.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from auditor.guidance.trust_list import DATE
from tests.cli.auditor import Auditor
from tests.unit.readers.signed import authority, created, signed


@pytest.fixture
def fresh(tmp_path: Path) -> Auditor:
    made = Auditor.at(tmp_path / "room").told(AUDITOR_PASSPHRASE_FILE="")
    (made.room / "settings.toml").write_text("[readers]\nvision = false\nexiftool = false\n")
    (made.room / "anchors.pem").write_bytes(authority().pem)
    (made.room / "signed.jpg").write_bytes(signed(created(), title="\x1b[31mfirst.jpg"))
    return made


def provenance(fresh: Auditor, name: str = "signed.jpg") -> Any:
    return fresh.run(
        "--settings", str(fresh.room / "settings.toml"), "inspect", str(fresh.room / name), "--json"
    ).json["files"][0]["provenance"]


def test_trusted_from_import_to_removal(fresh: Auditor) -> None:
    before = provenance(fresh)
    assert list(before) == [
        "outcome",
        "codes",
        "source_type",
        "training",
        "reveals",
        "broken_ingredients",
        "trusted_since",
        "trusted_by",
        "official_list",
        "identity",
    ]
    assert (before["outcome"], before["trusted_since"]) == ("valid", None)
    assert {"what": "signer", "value": "Test Signer"} in before["reveals"]
    assert all("\x1b" not in reveal["value"] for reveal in before["reveals"])
    imported = fresh.run("trust", "import", str(fresh.room / "anchors.pem"), "--json").json
    assert list(imported) == ["schema", "lists"]
    assert imported["schema"] == "auditor/trust/1"
    (kept,) = imported["lists"]
    assert kept["authorities"][0]["expired"] is False
    found = provenance(fresh)
    assert (found["outcome"], found["trusted_since"], found["codes"]) == (
        "trusted",
        kept["imported_at"],
        [],
    )
    assert kept["id"][:12] in fresh.run("trust", "list").out
    fresh.run("trust", "remove", kept["id"][:12])
    assert fresh.run("trust", "list", "--json").json["lists"] == []


def test_the_official_list_is_off_until_it_is_chosen(fresh: Auditor) -> None:
    assert f"official C2PA list of {DATE} came with this program and is off" in " ".join(
        fresh.run("trust", "list").out.split()
    )
    assert provenance(fresh)["official_list"] is None
    chosen = fresh.run("trust", "use", "official").out
    assert f"official C2PA list of {DATE}: 30 authorities, chosen 2" in chosen
    assert "Few cameras are on this list, and no credential is the normal case." in chosen
    (kept,) = fresh.run("trust", "list", "--json").json["lists"]
    assert (kept["name"], kept["date"]) == ("official", DATE)
    assert (len(kept["authorities"]), len(kept["time_stamps"])) == (30, 22)
    found = provenance(fresh)
    assert (found["outcome"], found["official_list"], found["trusted_by"]) == ("valid", DATE, None)
    fresh.run("trust", "remove", "official")
    assert fresh.run("trust", "list", "--json").json["lists"] == []
    assert provenance(fresh)["official_list"] is None


@pytest.mark.slow
def test_in_words(fresh: Auditor) -> None:
    masked = fresh.run(
        "--projector",
        "--settings",
        str(fresh.room / "settings.toml"),
        "inspect",
        str(fresh.room / "signed.jpg"),
    ).out
    assert "on no trust list" in masked
    assert "\x1b" not in masked
    assert "Test Signer" not in masked
    assert "first.jpg" not in masked


def test_refused_without_a_trace(fresh: Auditor) -> None:
    for words in (
        ("trust", "import", str(fresh.room / "signed.jpg")),
        ("trust", "import", str(fresh.room / "missing.pem")),
        ("trust", "import", str(fresh.room)),
        ("--ephemeral", "trust", "import", str(fresh.room / "anchors.pem")),
        ("trust", "remove", "abcdef"),
        ("trust", "remove", "official"),
        ("trust", "use", "unofficial"),
        ("--ephemeral", "trust", "use", "official"),
    ):
        done = fresh.run(*words, code=2)
        assert done.err.startswith("auditor: ")
    assert list(fresh.vault.iterdir()) == []


@pytest.mark.slow
def test_wipe_takes_the_lists_along(fresh: Auditor) -> None:
    fresh.run("trust", "import", str(fresh.room / "anchors.pem"))
    fresh.run("wipe", "--yes")
    assert not (fresh.vault / "trust").exists()
