"""No number, zone or content of a code in a picture is in any output, vault or report.

Searched for.
"""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from pathlib import Path

import pytest

from auditor.domain.secret import Secret
from auditor.practice.drawing.papers import zone
from auditor.practice.personas import PEOPLE
from auditor.vault.storage import connection, keys
from tests.cards.contents import CARDS
from tests.cards.photographed import photographed
from tests.cli.auditor import PASSPHRASE, Auditor
from tests.cli.ranges import served

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("rapidocr") is None, reason="the extra vision is not installed"
)

FEW = (5, 11, 41)
ON_PAPERS = (
    "X04471935",
    "0447193",
    "PT50000201231234567890154",
    "1234 5678 9015",
    "123456789015",
    "#UT01",
    "4471 8890",
    "MECARD:N",
)
SECRETS = (*ON_PAPERS, *(line for person in PEOPLE for line in zone(person.name)))


def leaks(text: str, secrets: tuple[str, ...]) -> list[str]:
    return [secret for secret in secrets if secret.casefold() in text.casefold()]


def in_the_open(folder: Path) -> str:
    """Everything that stands in a vault, decrypted.

    Every value of every table, packed ones byte for byte.
    """
    opened = connection.connect(folder / "vault.db", keys.open(folder, Secret(PASSPHRASE)))
    tables = [
        name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    ]
    rows = [row for table in tables for row in opened.execute(f'SELECT * FROM "{table}"')]
    opened.close()
    values = [value for row in rows for value in row]
    return "\n".join(
        value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
        for value in values
    )


@pytest.mark.slow
def test_inspect_tells_the_kind_and_no_number(fresh: Auditor) -> None:
    folder = fresh.room / "cwd"
    secrets = tuple(secret for number in FEW for secret in CARDS[number].secrets)
    for number in FEW:
        (folder / f"{number}.jpg").write_bytes(photographed(CARDS[number], number))
    names = [f"{number}.jpg" for number in FEW]
    log = fresh.room / "debug.log"
    done = fresh.run("--debug-log", str(log), "inspect", *names, "--json")
    told = [
        {hit["kind"] for hit in (*file["text"], *file["barcodes"])} for file in done.json["files"]
    ]
    assert all(CARDS[number].kind in kinds for number, kinds in zip(FEW, told, strict=True)), told
    spoken = fresh.run("inspect", *names)
    assert (
        leaks(
            done.out
            + done.err
            + spoken.out
            + spoken.err
            + (log.read_text("utf-8") if log.exists() else ""),
            secrets,
        )
        == []
    )


@pytest.mark.slow
def test_a_scan_keeps_the_kind_and_no_number(fresh: Auditor, tmp_path: Path) -> None:
    with served(photos=48) as practice:
        settings = practice.save_settings(tmp_path)
        settings.write_text(
            settings.read_text("utf-8").replace("vision = false", "vision = true"), "utf-8"
        )
        auditor = replace(fresh, options=("--settings", str(settings)))
        auditor.add([practice.account("tomas-social"), practice.account("mara-site")])
        auditor.run("scan", code=1)
    held = in_the_open(auditor.copy(tmp_path / "copy").vault)
    assert "bank-account" in held
    assert "PT••" in held
    assert leaks(held, SECRETS) == []
    outputs = [
        auditor.run(*words, "--json", code=None).out
        for words in (("findings",), ("photos",), ("plan",))
    ]
    for form in ("json", "html", "csv"):
        target = tmp_path / f"report.{form}"
        auditor.run("report", "--format", form, "--output", str(target))
        outputs.append(target.read_text("utf-8"))
    assert "visible-document" in outputs[0]
    for text in outputs:
        assert leaks(text, SECRETS) == []
