from __future__ import annotations

import asyncio
import csv
import io
import json
import re
import stat
import sys
from collections.abc import AsyncGenerator, Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.domain.account import Account, Claim
from auditor.domain.findings.answer import Clue
from auditor.domain.findings.question import Degree
from auditor.domain.photos.facts import Facts
from auditor.domain.photos.photo import Listing
from auditor.domain.photos.picture_contents import Provenance, ProvenanceOutcome
from auditor.domain.text.statement import Statement
from auditor.domain.views import AccountState
from auditor.errors import UsageError
from auditor.questions import ALL
from auditor.report import files, view
from auditor.report.csv_report import COLUMNS, defused
from auditor.report.html.elements import Html, element, link
from auditor.report.html.page import MANY
from auditor.report.json.seen_document import seen
from auditor.report.masks import Masks
from auditor.report.words.words import answer_sign, answer_state
from tests import json_shapes
from tests.fakes.answers import ANSWERS, STATES
from tests.fakes.hostile import BAD
from tests.rows import each_row
from tests.unit.report.making import (
    ADA,
    NASTIER,
    NASTY,
    NOW,
    InventedSession,
    NothingPlanned,
    text_of,
)

GOLDEN = Path(__file__).parent / "golden.csv"
PRIVATE = (
    "ada.example",
    "toots.example",
    "@bea",
    "52.52",
    "13.405",
    "Lovelace",
    "IMG_1.jpg",
    "blog.example",
)


class Seen(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


async def rendered(
    form: str, *, full: bool, text: str = "a cat", thumbnail: bytes | None = None
) -> str:
    return await text_of(InventedSession(text, thumbnail), form, full=full)


def test_names_of_accounts_are_cleaned_where_they_are_shown() -> None:
    nasty = Account("a1", "website", NASTY, "https://blog.example", Claim.MINE)
    nameless = Account("a2", "website", "", f"https://blog.example/{NASTY}", Claim.MINE)
    states = [AccountState(each, None, 0, None, None, "", ()) for each in (nasty, nameless)]
    full = Masks(states, full=True)
    for told in (*full.labels, full.link(f"https://blog.example/{NASTY}")):
        assert "<script>" in told
        assert not BAD & set(told)


def test_names_within_content_credentials_are_cleaned() -> None:
    signed = Provenance(
        ProvenanceOutcome.INVALID, (NASTY,), broken_ingredients=(NASTY, "before.jpg")
    )
    told = seen(Facts("0" * 64, 1, provenance=signed))["provenance"]
    assert told is not None
    assert told["broken_ingredients"][1] == "before.jpg"
    assert not BAD & set("".join((*told["broken_ingredients"], *told["codes"])))


@each_row("form", ["html", "csv", "json"])
async def test_a_masked_report_shows_no_handle_place_name_or_link(form: str) -> None:
    masked = await rendered(form, full=False, thumbnail=b"webp")
    for word in PRIVATE:
        assert word not in masked, word
    assert "data:image" not in masked
    if form == "json":
        masked = json.dumps(json_shapes.check(masked), ensure_ascii=False)
    assert "account B: not scanned: •••• at ••••" in masked
    assert not re.search(r"\b[apfs][0-9a-f]{16}\b", masked)
    whole = await rendered(form, full=True)
    for word in ("ada.example", "52.52, 13.40", "IMG_1.jpg", "https://ada.example/post/1"):
        assert word in whole, word
    if form == "json":
        return  # exact
    # a person's own words stay; positions of photos are told to 1 km
    assert "13.405" not in whole.replace("52.5200, 13.4050", "")


@pytest.mark.parametrize("full", [True, False])
async def test_the_page_starts_with_what_was_not_checked_and_says_proof_none(full: bool) -> None:
    page = Seen(await rendered("html", full=full)).text
    assert (
        page.index("Not checked:")
        < page.index("First:")
        < page.index("What a stranger could do")
        < page.index("The next steps")
        < page.index("Question by question")
        < page.index("Appendix")
        < page.index("What was not checked")
    )
    assert page.count("not proven") == 2  # beside the claim and beside the finding
    assert "Nobody is told, and nothing that others see changes." in page
    assert "save evidence first" in page


@pytest.mark.parametrize("full", [True, False])
async def test_the_page_says_until_when_a_proof_was_seen(full: bool) -> None:
    page = Seen(await rendered("html", full=full)).text
    assert f"(seen until {NOW:%Y-%m-%d})" in page


async def test_the_first_page_tells_what_is_critical_the_answers_and_steps() -> None:
    whole = Seen(await rendered("html", full=True)).text
    page, questions = whole.split("Question by question")
    for word in (
        "First:",
        "taken at 52.52, 13.4",
        "3 of 8 seen, 2 unknown",
        "Upload it again",
        "Bluesky",
    ):
        assert word in page, word
    for rule, state in zip(ALL, STATES, strict=True):
        shown = f"{answer_sign(state)} {answer_state(state)}{rule.title}"
        assert shown in page
        assert shown in questions
    assert page.count("5 minutes of changes") == len(ALL)
    # what stands in every closing is told once, and a step that is in both is not told twice
    assert questions.count("Copies stay.") == 1
    assert questions.count("What others know stays known.") == len(ALL)
    assert questions.count("Step 1 above.") == len(ALL)


async def test_no_answer_is_green_where_something_was_not_looked_at() -> None:
    seen = (Statement("Instagram not looked at"),)
    session = InventedSession()
    session.answers_given = tuple(replace(each, could_not_tell=seen) for each in ANSWERS)
    page = await text_of(session, "html", full=True)
    assert "Instagram not looked at" in page
    assert 'class="state not-seen"' not in page
    assert 'class="state not-seen"' in await rendered("html", full=True)


async def test_nothing_read_is_no_nothing_to_do() -> None:
    session = InventedSession()
    session.answers_given, session.planning = (), NothingPlanned()
    page = Seen(await text_of(session, "html", full=True)).text
    assert "Nothing was read yet, so no question is answered." in page
    assert "Nothing was read yet, so no step is known." in page
    assert "asks for a step" not in page
    assert "Question by question" not in page


@pytest.mark.parametrize("form", ["html", "csv"])
async def test_what_has_to_be_made_worthless_is_told_and_what_comes_first(form: str) -> None:
    told = await rendered(form, full=True)
    assert told.count("Besides: Have the card blocked (about 5 minutes).") == 1
    first = told.index("Before the photo goes: Change the password, key or code (about 10 minutes)")
    assert first < told.index("Besides: Have the card blocked")


@pytest.mark.parametrize("full", [True, False])
async def test_hostile_text_stays_text(full: bool) -> None:
    page = await rendered("html", full=full, text=NASTIER)
    seen = Seen(page)
    tags = {tag for tag, _attributes in seen.tags}
    assert tags.isdisjoint({"script", "base", "iframe", "object", "link", "form", "img"})
    assert [tag for tag, _attributes in seen.tags].count("style") == 1
    assert ("<script>document.title" if full else "<script>") in seen.text
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b]", page)
    assert "x" * 600 not in page
    for _tag, attributes in seen.tags:
        assert not any(name.startswith("on") for name in attributes)
        assert "style" not in attributes


async def test_the_page_may_load_nothing() -> None:
    seen = Seen(await rendered("html", full=True, thumbnail=b"webp"))
    policies = [
        attributes["content"]
        for tag, attributes in seen.tags
        if attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    (policy,) = policies
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    sources = [attributes.get("src") or "" for _tag, attributes in seen.tags if "src" in attributes]
    assert sources
    assert all(source.startswith("data:image/webp;base64,") for source in sources)
    for _tag, attributes in seen.tags:
        if "href" in attributes:
            assert (attributes["href"] or "").startswith("https://")
            assert attributes["rel"] == "noreferrer noopener"


async def test_the_table_is_the_golden_one() -> None:
    assert (await rendered("csv", full=False)).encode() == GOLDEN.read_bytes()


@each_row("full", [True, False])
@each_row("form", ["html", "csv"])
async def test_a_finding_tells_that_its_photo_is_on_no_list(form: str, full: bool) -> None:
    for listing, words in (
        (Listing.LISTED, ""),
        (Listing.UNLINKED, "no longer linked, but its address answers"),
        (Listing.HIDDEN, "its account is hidden now, and can come back"),
    ):
        session = InventedSession(listing=listing)
        shown = await text_of(session, form, full=full)
        told = [each for each in ("no longer linked", "is hidden now") if each in shown]
        assert len(told) == (1 if words else 0)
        assert words in shown


@each_row("full", [True, False])
@each_row(
    "text", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r\n=1", "  =1", NASTIER, '"']
)
async def test_no_cell_is_a_formula(text: str, full: bool) -> None:
    table = await rendered("csv", full=full, text=text)
    rows = list(csv.reader(io.StringIO(table.removeprefix("\ufeff"))))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == 21
    for row in rows:
        assert len(row) == len(COLUMNS)
        assert not any(cell.lstrip().startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


@given(st.text())
def test_a_defused_cell_keeps_its_text(cell: str) -> None:
    assert defused(cell).removeprefix("'") == cell.removeprefix("'")
    assert not defused(cell).lstrip().startswith(("=", "+", "-", "@"))


async def test_the_document_has_everything() -> None:
    document = json_shapes.check(await rendered("json", full=True))
    assert next(iter(document)) == "schema"
    assert document["schema"] == "auditor/report/2"
    assert document["made_at"] == "2026-05-04T12:00:00Z"
    assert [account["handle"] for account in document["accounts"]] == [
        "ada.example",
        "@bea@toots.example",
    ]
    assert [account["proof"] for account in document["accounts"]] == ["domain", "none"]
    assert len(document["photos"]) == 2
    assert document["photos"][0]["metadata"]["gps"]["latitude"] == 52.52
    assert len(document["findings"]) == 2
    assert len(document["plan"]) == 1
    assert document["not_seen"] == 3
    assert [answer["state"] for answer in document["answers"]] == [state.value for state in STATES]


@given(st.text(), st.text())
def test_elements_escape_whatever_they_are_given(text: str, value: str) -> None:
    made = element("p", text, title=value)
    seen = Seen(made)
    assert [tag for tag, _attributes in seen.tags] == ["p"]
    assert isinstance(made, Html)
    assert "<" not in made.removeprefix("<p").removesuffix("</p>").split(">", 1)[1]


@each_row(
    "url", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "", " https://a.example"]
)
def test_only_web_addresses_become_links(url: str) -> None:
    assert link("open", url) == "open"


def test_a_report_is_written_whole_and_for_its_owner_alone(tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    target.write_text("old")
    files.write(target, "new")
    assert target.read_text() == "new"
    if sys.platform != "win32":
        assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["report.html"]


def test_a_report_that_cannot_be_written_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        files.write(tmp_path / "none" / "report.html", "x")
    with pytest.raises(UsageError, match="cannot be written"):
        files.write(tmp_path, "x")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    (tmp_path / "report.html").write_text("old")
    with pytest.raises(UsageError, match="No space left"):
        files.write(tmp_path / "report.html", "x")
    assert [file.name for file in tmp_path.iterdir()] == ["report.html"]
    assert (tmp_path / "report.html").read_text() == "old"


async def test_a_report_keeps_no_names_of_all_photos() -> None:
    session = InventedSession()
    photos = tuple(f"p{n:016x}" for n in range(900))
    clue = Clue("position", Degree.YES, ADA.id, Statement("900 photos"), photos, ("f1",))
    session.answers_given = (replace(ANSWERS[0], evidence=(clue,)), *ANSWERS[1:])
    shown = await view.build(session, full=True, now=NOW)
    (told,) = shown.exact_answers[0].evidence
    assert (told.photos, told.findings, told.count) == (photos[:1], (), 900)
    assert shown.answers[0].pictures[:1] == photos[:1]


async def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(UsageError):
        await rendered("pdf", full=False)


async def test_pieces_are_written_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "report.csv"
    target.write_text("old")

    async def broken(error: BaseException) -> AsyncGenerator[str, None]:
        yield "new"
        assert len(names(tmp_path)) == 2  # the old one, and what is written beside it
        raise error

    for error in (ValueError("no"), asyncio.CancelledError(), KeyboardInterrupt()):
        with pytest.raises(type(error)):
            await files.save(target, broken(error))
        assert names(tmp_path) == [target.name]
        assert target.read_text() == "old"
    await files.save(target, files.pieces(InventedSession(), "csv", full=False, now=NOW))
    assert target.read_bytes() == GOLDEN.read_bytes()
    assert names(tmp_path) == [target.name]


async def test_a_disk_that_fills_meanwhile_leaves_nothing(tmp_path: Path) -> None:
    target = tmp_path / "report.csv"

    async def full() -> AsyncGenerator[str, None]:
        yield "new"
        raise OSError(28, "No space left on device")

    with pytest.raises(UsageError, match="No space left"):
        await files.save(target, full())
    assert names(tmp_path) == []


async def test_a_page_of_many_photos_counts_and_names_the_other_reports() -> None:
    session = InventedSession()
    session.photos_counted = MANY + 1
    session.found = [
        replace(session.found[number % 2], id=f"f{number:016x}") for number in range(40)
    ]
    page = Seen(await text_of(session, "html", full=True)).text
    assert "These are 2001 photos" in page
    assert "auditor report --format json" in page
    assert page.count("20 findings") == 2
    assert page.count("and 15 more; the csv and json reports have all") == 2
    assert "ada.example 20" in page
    assert page.index("critical 20") < page.index("high 20")
    assert "What is seen in each picture stands in the csv report." in page
    session.photos_counted = MANY
    page = Seen(await text_of(session, "html", full=True)).text
    assert "These are" not in page
    assert "15 more" not in page


def counted(asked: set[str], name: str, told: Callable[[], Any]) -> Callable[[], Any]:
    def ask() -> Any:
        asked.add(name)
        return told()

    return ask


def names(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir()]


@each_row(
    ("form", "not_asked"),
    [("json", {"likeness", "closings"}), ("csv", {"closings", "plan"}), ("html", set())],
)
async def test_nothing_is_made_that_the_format_does_not_print(
    form: str, not_asked: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    session, asked = InventedSession(), set[str]()
    for part, name in (
        (session.exposure, "likeness"),
        (session.planning, "closings"),
        (session.planning, "plan"),
    ):
        monkeypatch.setattr(part, name, counted(asked, name, getattr(part, name)))
    await text_of(session, form, full=True)
    assert asked == {"likeness", "closings", "plan"} - not_asked
