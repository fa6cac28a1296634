"""No researched row was lost.

Each is in the data with its source and date, or listed in docs/guidance.md with the reason.
"""

from __future__ import annotations

import csv
import re
import tomllib
from urllib.parse import urlsplit

import pytest

from auditor.guidance import deletion, playbooks
from auditor.guidance.help import help_now
from auditor.guidance.laws import laws
from tests.conftest import SHARED
from tests.documents import ROOT

PAGE = ROOT / "docs" / "guidance.md"
KEPT = tomllib.loads((ROOT / "tests/unit/guidance/corrections.toml").read_text("utf-8"))
CORRECTED = {
    *((entry["place"], entry["as"]) for entry in KEPT["law"] if "as" in entry),
    *((entry["place"], entry["row"]) for entry in KEPT["private_repository"]),
}
"""Rows whose table of November 2026 was corrected later in that month (test_corrections.py)."""
DAYS = {
    (entry["row"], entry["page"]): entry["date"] for entry in KEPT["settings"] if "date" in entry
}


def rows(name: str) -> list[dict[str, str]]:
    path = SHARED / "facts" / name
    if not path.is_file():
        pytest.skip("the folder of outside facts does not stand beside this checkout")
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def listed(heading: str) -> set[tuple[str, str]]:
    """The (place, row) pairs of one table of the page."""
    part = PAGE.read_text("utf-8").partition(f"## {heading}\n")[2].partition("\n## ")[0]
    table = re.findall(r"^\| ([A-Z-]+) \| (.+?) \| (.+?) \|$", part, re.MULTILINE)
    assert all(reason for _place, _row, reason in table)
    return {(place, row) for place, row, _reason in table}


def test_every_law_is_in_with_source_and_date_or_left_out_with_a_reason() -> None:
    left_out, changed = listed("Left out"), listed("Status changed")
    assert len(left_out) == 2
    for row in rows("laws.csv"):
        code, name = row["jurisdiction_code"], row["name_of_law"]
        found = [law for law in laws.place(code).rows if name in (law.name, *law.also_listed_as)]
        assert bool(found) != ((code, name) in left_out), (code, name)
        for law in found:
            sources = {
                (law.source_url, law.source_date),
                *((source.source_url, source.source_date) for source in law.also),
            }
            assert (row["source_url"], row["source_date"]) in sources, (code, name)
            assert (law.status.value != row["status"]) == ((code, name) in changed), (code, name)
            if not law.also_listed_as and (code, law.name) not in CORRECTED:
                assert law.confidence == row["confidence"], (code, name)


def test_no_law_was_made_up() -> None:
    known = {(row["jurisdiction_code"], row["name_of_law"]) for row in rows("laws.csv")}
    known |= listed("Added") | CORRECTED
    for code in laws.codes():
        for law in laws.place(code).rows:
            assert {(code, name) for name in (law.name, *law.also_listed_as)} & known, (
                code,
                law.name,
            )


def test_every_setting_is_in_with_source_and_date() -> None:
    for row in rows("settings.csv"):
        name = row["platform"].partition(" (")[0]
        book = playbooks.playbook(name)
        assert book is not None, name
        found = next(
            (step for step in book.steps if row["setting"] in (step.title, *step.also_listed_as)),
            None,
        )
        assert found is not None, row["setting"]
        sources = {
            (found.source_url, found.source_date),
            *((source.source_url, source.source_date) for source in found.also),
        }
        day = DAYS.get((row["setting"], row["source_url"]), row["source_date"])
        assert (row["source_url"], day) in sources, row["setting"]
        assert not row["deep_link_url"].startswith("https://") or found.url == row["deep_link_url"]


def test_every_deletion_page_is_in() -> None:
    known = {site.name: site for site in deletion.sites()}
    table = rows("delete-accounts.csv")
    assert len(table) == len(known)
    for row in table:
        site = known[row["name"]]
        assert site.url.split("://")[1] == _address(row["url"])
        assert (site.difficulty, list(site.domains), site.email) == (
            row["difficulty"],
            row["domains"].split(),
            row["email"].strip(),
        )


def _address(url: str) -> str:
    """What follows the scheme, without parameters that only count visitors."""
    rest = re.split(r"[:.]//", url.strip())[-1]
    return re.sub(r"\?utm_.*", "", rest)


def test_links_open_in_a_browser_and_count_nobody() -> None:
    links = {site.url for site in deletion.sites()} | {
        service.url for service in help_now.all_services()
    }
    links |= {
        step.url for key in playbooks.platforms() for step in playbooks.read(key).steps if step.url
    }
    for link in links:
        parts = urlsplit(link)
        assert parts.scheme == "https", link
        assert re.fullmatch(r"([a-z0-9-]+\.)+[a-z0-9-]{2,}", parts.hostname or ""), link
        assert not parts.username, link
        assert not re.search(r"\s|[?&](utm_\w+|fbclid|gclid)=", link), link


def test_every_service_keeps_the_sources_of_the_rows_it_was_made_of() -> None:
    left_out = {service.name for service in help_now.left_out()}
    for row in rows("help.csv"):
        if row["name"] not in left_out:
            found = next(
                service
                for service in help_now.all_services()
                if row["name"] in (service.name, *service.also_listed_as)
            )
            assert row["source_url"] in {
                found.source_url,
                *(source.source_url for source in found.also),
            }, row["name"]


def test_the_page_counts_what_is_there() -> None:
    page = PAGE.read_text("utf-8")
    researched = sum(len(laws.place(code).rows) for code in laws.codes())
    steps = sum(len(playbooks.read(key).steps) for key in playbooks.platforms())
    assert f"{researched} rows in {len(laws.codes())} files" in page
    assert f"{steps} steps in {len(playbooks.platforms())} files" in page
    assert f"| {len(deletion.sites()):,} |" in page
    assert f"{len(help_now.all_services())} services" in page
    assert f"{len(help_now.left_out())} left out" in page
