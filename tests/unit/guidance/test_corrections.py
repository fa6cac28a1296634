"""Every row of the corrections of November 2026 was applied, or is listed with the reason.

`corrections.toml` says what was done with each, and is read where the rows themselves are not at
hand.
"""

from __future__ import annotations

import csv
import tomllib
from collections import Counter

import pytest

from auditor.guidance import playbooks
from auditor.guidance.help import help_now
from auditor.guidance.laws import laws
from tests.conftest import SHARED
from tests.documents import ROOT

LIST = ROOT / "tests" / "unit" / "guidance" / "corrections.toml"
KEPT = tomllib.loads(LIST.read_text("utf-8"))
FOLDER = SHARED / "facts" / "corrections-2026-11"
OF_ROWS = {
    "law": ("laws.csv", "jurisdiction_code", "name_of_law"),
    "help": ("help.csv", "region", "name"),
    "settings": ("settings.csv", "platform", "setting"),
    "playbooks": ("playbooks.csv", "platform", "setting"),
}
REPOSITORY = "github.com/sergibot/"


def test_what_is_listed_as_applied_is_there() -> None:
    for kind in OF_ROWS:
        for entry in KEPT[kind]:
            told = f"{kind}: {entry['place']}: {entry['row']}"
            if entry["done"] == "left-out":
                assert len(entry["why"]) > 20, told
                continue
            assert entry["done"] in {"applied", "confirmed"}, told
            if kind == "law":
                names = [law.name for law in laws.place(entry["place"]).rows]
            elif kind == "help":
                names = [service.name for service in help_now.all_services()]
            else:
                names = [step.title for step in playbooks.read(entry["book"]).steps]
            assert entry["as"] in names, told


def test_a_setting_has_the_day_of_its_page_and_not_of_the_repository() -> None:
    dated = [entry for entry in KEPT["settings"] if "date" in entry]
    assert len(dated) == 32
    for entry in dated:
        step = next(
            step for step in playbooks.read(entry["book"]).steps if step.title == entry["as"]
        )
        sources = {
            (step.source_url, step.source_date),
            *((source.source_url, source.source_date) for source in step.also),
        }
        assert (entry["page"], entry["date"]) in sources, entry["row"]


def test_every_gap_stands_in_the_page() -> None:
    page = (ROOT / "docs" / "guidance.md").read_text("utf-8")
    gaps = page.partition("## Gaps\n")[2].partition("\n## ")[0]
    for kind in OF_ROWS:
        for entry in KEPT[kind]:
            if entry["done"] == "left-out" and entry["why"].startswith("gap"):
                assert entry["row"] in gaps, entry["row"]


def test_no_row_of_the_private_repository_is_unmarked() -> None:
    listed = {(entry["place"], entry["row"]): entry for entry in KEPT["private_repository"]}
    assert len(listed) == 17
    for code in laws.codes():
        for law in laws.place(code).rows:
            pages = (law.source_url, *(source.source_url for source in law.also))
            if not any(REPOSITORY in page for page in pages):
                continue
            entry = listed.pop((code, law.name))
            assert law.not_checked_at_source == (entry["done"] == "marked"), (code, law.name)
            if entry["done"] == "official-text":
                assert law.source_url == entry["page"], (code, law.name)
            assert law.not_checked_at_source or REPOSITORY not in law.source_url
    assert not listed


@pytest.mark.parametrize("kind", OF_ROWS)
def test_every_correction_is_listed(kind: str) -> None:
    name, place, row = OF_ROWS[kind]
    path = FOLDER / name
    if not path.is_file():
        pytest.skip("the folder of outside facts does not stand beside this checkout")
    with path.open(encoding="utf-8", newline="") as lines:
        asked = Counter((each[place], each[row]) for each in csv.DictReader(lines))
    assert asked == Counter((entry["place"], entry["row"]) for entry in KEPT[kind])
