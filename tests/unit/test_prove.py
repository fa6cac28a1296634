"""The table of the long proofs: what was proven elsewhere stays in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import prove

_ROWS = f"""# Benchmarks

{prove.BEGIN}
| proof | what | commit | date | time | result |
| --- | --- | --- | --- | --- | --- |
| mailbox | mails | 4ed39070 | 2026-11-29 | by itself, see below | held |
| matching | hashes |  |  |  | not run |
{prove.END}

## Mailbox
"""


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    page = tmp_path / "benchmarks.md"
    page.write_text(_ROWS, "utf-8")
    monkeypatch.setattr(prove, "PAGE", page)
    monkeypatch.setattr(prove, "KEPT", tmp_path / ".prove")
    return page


def _row(page: Path, name: str) -> list[str]:
    line = next(line for line in page.read_text("utf-8").splitlines() if f"| {name} |" in line)
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_what_was_proven_elsewhere_stays(page: Path) -> None:
    prove.keep(prove.Result("matching", "0a1b2c3d", "2026-11-29", 80, 0, "equal"))

    prove.write_page()

    assert _row(page, "mailbox")[2:] == ["4ed39070", "2026-11-29", "by itself, see below", "held"]
    assert _row(page, "matching")[2:] == ["0a1b2c3d", "2026-11-29", "80 s", "held"]
    assert _row(page, "corpus")[2:] == ["", "", "", "not run"]


def test_what_is_proven_anew_takes_the_place(page: Path) -> None:
    prove.keep(prove.Result("mailbox", "0a1b2c3d", "2026-11-30", 900, 1, "too slow"))

    prove.write_page()

    assert _row(page, "mailbox")[2:] == ["0a1b2c3d", "2026-11-30", "900 s", "failed: too slow"]


def test_what_stands_around_the_table_stays(page: Path) -> None:
    prove.write_page()
    prove.write_page()

    text = page.read_text("utf-8")
    assert text.startswith("# Benchmarks\n\n")
    assert text.endswith(f"{prove.END}\n\n## Mailbox\n")
