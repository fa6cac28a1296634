"""Before a vault is open: the question, help, the passphrase, the lock."""

from __future__ import annotations

from textwrap import wrap

import pytest
from textual.widgets import Button, Checkbox, Input, Select

from auditor.guidance.help.brief import calls
from auditor.guidance.help.help_now import regions, situations
from auditor.guidance.laws.by_name import places, typed_so_far
from auditor.tui.base.messages import Route
from auditor.tui.base.options import UiOptions
from auditor.tui.page import Page
from auditor.tui.routes import CLOSED
from auditor.tui.screens import welcome
from auditor.tui.screens.help_now import HelpNow
from auditor.tui.screens.law import LawPage
from auditor.tui.screens.overview import OverviewPage
from auditor.tui.screens.scan import ScanPage
from auditor.tui.screens.unlock import Unlock
from auditor.tui.screens.welcome import Welcome
from auditor.tui.widgets.prose import Prose
from tests.fakes.session import PASSPHRASE, FakeSession
from tests.tui.conftest import LARGE, SMALL, OpenStage


async def keep(_passphrase: str) -> None:
    raise AssertionError("replaced by the stage")


NEW = UiOptions(vault_exists=False, images="off", remember=keep)
LOCKED = UiOptions(vault_exists=True, images="off")


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_first_page_says_what_it_must(stage: OpenStage, size: tuple[int, int]) -> None:
    async with stage(options=NEW, size=size) as s:
        assert isinstance(s.app.screen, Welcome)
        shown = s.flat()
        for sentence in (
            "You have done nothing wrong.",
            "Nothing about you is uploaded.",
            (
                "A scan reads your public pages; those sites and whoever runs this network can see "
                "the visit."
            ),
            "Can anyone else open this computer, its log-in or its backups?",
        ):
            assert sentence in shown
        assert s.passphrases == []


async def test_yes_leads_to_a_safer_device_no_saving_or_stop(stage: OpenStage) -> None:
    async with stage(options=NEW, size=LARGE) as s:
        await s.press("y")
        shown = s.flat()
        assert "use a device that nobody else can open" in shown
        assert "Going on without saving is not possible here." in shown
        assert "Stop here" in shown
        assert s.passphrases == []


async def test_going_on_without_saving_opens_a_session_in_memory(stage: OpenStage) -> None:
    opened: list[str | None] = []

    async def unsaved(passphrase: str | None) -> FakeSession:
        opened.append(passphrase)
        return FakeSession()

    options = UiOptions(vault_exists=False, images="off", open_unsaved=unsaved)
    async with stage(options=options, size=LARGE) as s:
        await s.press("y")
        assert "not possible here" not in s.flat()
        await s.pilot.click("#unsaved")
        await s.settle()
        assert isinstance(s.app.screen, OverviewPage)
        assert opened == [None]
        assert "not saved" in s.flat()


async def test_no_leads_to_the_passphrase(stage: OpenStage) -> None:
    async with stage(options=NEW) as s:
        await s.press("n")
        assert isinstance(s.app.screen, Unlock)
        assert "Choose a passphrase" in s.flat()


async def test_a_letter_typed_before_the_question_was_read_is_no_answer(
    stage: OpenStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Spain typed while the program starts holds an n, which would mean: only I can."""
    async with stage(options=NEW) as s:
        monkeypatch.setattr(welcome, "STANDS_S", 3600.0)
        await s.press(*"spain")
        assert isinstance(s.app.screen, Welcome)
        monkeypatch.setattr(welcome, "STANDS_S", 0.0)
        await s.press("n")
        assert isinstance(s.app.screen, Unlock)


async def test_the_first_page_names_help_and_the_way_out(stage: OpenStage) -> None:
    async with stage(options=NEW, size=SMALL) as s:
        shown = s.flat()
        assert "In danger? F2" in shown
        assert "Ctrl+X leaves at once" in shown
        assert "No, only I can" in shown


async def test_ephemeral_needs_no_passphrase(stage: OpenStage) -> None:
    async with stage(options=UiOptions(vault_exists=False, ephemeral=True, images="off")) as s:
        assert isinstance(s.app.screen, Welcome)
        await s.press("n")
        assert isinstance(s.app.screen, OverviewPage)
        assert s.passphrases == [None]


async def test_a_passphrase_that_will_not_do_is_said_calmly(stage: OpenStage) -> None:
    async with stage(options=NEW) as s:
        await s.press("n")
        for first, second, said in (
            ("", "", "Type the passphrase first."),
            ("short", "short", "at least 8 characters"),
            (PASSPHRASE, "something else", "The two are not the same"),
        ):
            assert said not in s.flat()
            s.type_into("#passphrase", first)
            s.type_into("#again", second)
            await s.settle()
            s.app.screen.query_one("#open", Button).press()
            await s.settle()
            assert said in s.flat()
            assert s.passphrases == [], said
            assert [field.value for field in s.app.screen.query(Input)] == ["", ""], "typed anew"
            assert s.app.focused is s.app.screen.query_one("#passphrase")
        s.type_into("#passphrase", "c")
        await s.settle()
        assert said not in s.flat(), "what was said is old as soon as somebody types"


async def test_a_new_vault_opens_with_a_passphrase_typed_twice(stage: OpenStage) -> None:
    async with stage(options=NEW) as s:
        await s.press("n")
        s.type_into("#passphrase", "wet gravel nineteen lanterns hum")
        await s.settle()
        assert "Hard to guess" in s.flat()
        s.type_into("#passphrase", PASSPHRASE)
        s.type_into("#again", PASSPHRASE)
        s.app.screen.query_one("#open", Button).press()
        await s.settle()
        assert isinstance(s.app.screen, OverviewPage)
        assert s.passphrases == [PASSPHRASE]
        assert s.remembered == []


async def test_the_keyring_is_used_only_after_its_price_was_read(stage: OpenStage) -> None:
    async with stage(options=NEW, size=LARGE) as s:
        await s.press("n")
        assert "Anyone in this log-in can open it" not in s.flat()
        s.app.screen.query_one("#remember", Checkbox).value = True
        await s.settle()
        assert "Anyone in this log-in can open it" in s.flat()
        s.type_into("#passphrase", PASSPHRASE)
        s.type_into("#again", PASSPHRASE)
        s.app.screen.query_one("#open", Button).press()
        await s.settle()
        assert s.passphrases == []
        assert "Please read what the keyring means" in s.flat()
        s.app.screen.query_one("#read", Checkbox).value = True
        s.app.screen.query_one("#open", Button).press()
        await s.settle()
        assert isinstance(s.app.screen, OverviewPage)
        assert s.remembered == [PASSPHRASE]


async def test_a_wrong_passphrase_can_be_typed_again(stage: OpenStage) -> None:
    async with stage(options=LOCKED) as s:
        assert isinstance(s.app.screen, Unlock)
        s.type_into("#passphrase", "wrong")
        await s.press("enter")
        assert "That passphrase does not open this vault. Capital letters count." in s.flat()
        s.type_into("#passphrase", PASSPHRASE)
        await s.press("enter")
        assert isinstance(s.app.screen, OverviewPage)
        assert s.passphrases == ["wrong", PASSPHRASE]


async def test_the_keyring_opens_on_request(stage: OpenStage) -> None:
    async with stage(options=UiOptions(vault_exists=True, images="off", unlocks_itself=True)) as s:
        assert isinstance(s.app.screen, Unlock)
        await s.press("f5")
        assert isinstance(s.app.screen, OverviewPage)
        assert s.passphrases == [None]


@pytest.mark.parametrize(("key", "place"), [("s", ScanPage), ("enter", OverviewPage)])
async def test_the_practice_range_opens_with_one_panel(
    stage: OpenStage, key: str, place: type[Page]
) -> None:
    people = ("Mara, a nurse", "Tomás, a guitar maker", "Amina, a trainer")
    options = UiOptions(vault_exists=False, practice=True, images="off", people=people)
    async with stage(options=options) as s:
        assert isinstance(s.app.screen, Unlock)
        shown = s.flat()
        for sentence in (
            "Invented people with public accounts on this device.",
            "You are one of them at a time",
            "Now you are Mara, a nurse.",
            *people[1:],
            "Press s to scan: about a minute.",
        ):
            assert sentence in shown
        await s.press(key)
        assert isinstance(s.app.screen, place)
        assert ("scan" in s.session.calls) == (key == "s")


async def test_a_seat_of_a_class_says_whose_it_is_and_names_no_others(stage: OpenStage) -> None:
    options = UiOptions(vault_exists=False, practice=True, images="off", people=("Juno, a pupil",))
    async with stage(options=options) as s:
        shown = s.flat()
        assert "A seat of the class" in shown
        assert "Now you are Juno, a pupil." in shown
        assert "The others" not in shown
        assert "this device" not in shown
        assert "Press s to scan. Enter" in shown, "its pictures are known: it takes seconds"


async def test_the_passphrase_is_never_drawn(stage: OpenStage) -> None:
    async with stage(options=LOCKED) as s:
        s.type_into("#passphrase", PASSPHRASE)
        await s.settle()
        assert PASSPHRASE not in s.text()


async def test_nothing_else_can_be_reached_while_locked(stage: OpenStage) -> None:
    async with stage(options=LOCKED) as s:
        for place in Route:
            if place not in CLOSED:
                await s.go(place)
                assert isinstance(s.app.screen, Unlock)


@pytest.mark.parametrize("options", [NEW, LOCKED])
async def test_help_now_needs_no_vault(stage: OpenStage, options: UiOptions) -> None:
    async with stage(options=options, size=LARGE) as s:
        before = s.app.screen
        await s.press("f2")
        assert isinstance(s.app.screen, HelpNow)
        shown = s.flat()
        for situation in situations():
            assert situation.label in shown
        await s.press("3")
        chosen = f"3›{situations()[2].label}"
        assert chosen in s.flat(), "what is chosen is told without colour"
        assert s.flat().count("›") == 1
        assert s.passphrases == []
        await s.press("escape")
        assert s.app.screen is before


async def test_tab_and_enter_keep_the_situation_that_is_shown(stage: OpenStage) -> None:
    async with stage(options=LOCKED, size=SMALL) as s:
        await s.press("f2", "g", "b", "5", "tab")
        assert s.app.screen.focused is s.app.screen.query_one("#under-18")
        await s.press("enter")
        assert isinstance(s.app.screen, LawPage)
        assert s.app.context.situation == "under-18"


async def test_a_country_typed_on_the_closed_list_is_chosen(stage: OpenStage) -> None:
    async with stage(options=LOCKED, size=SMALL) as s:
        await s.press("f2", "shift+tab", *"England".lower())
        chosen = s.app.screen.query_one("#country", Select)
        assert chosen.value == "GB-ENG"
        assert not chosen.expanded


async def test_help_now_shows_the_services_of_the_country(stage: OpenStage) -> None:
    async with stage(
        options=UiOptions(vault_exists=True, images="off", region="US"), size=LARGE
    ) as s:
        await s.press("f2")
        assert "1-800-799-7233" in s.app.screen.query_one("#about", Prose).written.plain
        assert {"US", "GB"} <= {code for code, _name in regions()}
        assert "If you cannot speak" in s.app.screen.query_one("#about", Prose).written.plain
        await s.press("2")
        assert "cannot speak" not in s.app.screen.query_one("#about", Prose).written.plain


async def test_a_digit_chooses_the_situation_and_page_down_only_scrolls(stage: OpenStage) -> None:
    async with stage(options=LOCKED, size=SMALL) as s:
        await s.press("f2")
        about = s.app.screen.query_one("#about", Prose)
        for digit, situation in zip("1234567890", situations(), strict=True):
            await s.press(digit)
            told = about.written.plain
            assert situation.title in told
            assert "3. " in told
            assert "http" in told
            await s.press("pagedown", "pagedown")
            assert about.written.plain == told
            assert s.app.screen.query_one("#told").scroll_offset.y > 0


async def test_three_keys_lead_to_the_number_of_a_known_country_eight_to_any(
    stage: OpenStage,
) -> None:
    known = UiOptions(vault_exists=True, images="off", region="US")
    async with stage(options=known, size=SMALL) as s:
        await s.press("f2")
        assert "In danger now: 911" in s.flat()
    async with stage(options=LOCKED, size=SMALL) as s:
        await s.press("f2", *"nether")
        assert "In danger now: 112" in s.flat()
    for code in {code.partition("-")[0] for code, _name in regions()} - {"EU"}:
        name = "".join(filter(str.isalpha, dict(regions())[code])).lower()
        assert code in {typed_so_far(name[:length]) for length in range(1, 8)}, name


@pytest.mark.parametrize(
    ("typed", "code"),
    [("scotland", "GB-SCT"), ("wales", "GB-WLS"), ("québec", "CA-QC"), ("texas", "US-TX")],
)
async def test_a_part_is_found_by_its_own_name(stage: OpenStage, typed: str, code: str) -> None:
    async with stage(options=LOCKED, size=SMALL) as s:
        await s.press("f2", *typed)
        assert s.app.context.region == code


async def test_a_place_that_is_not_listed_never_ends_with_the_numbers_of_another(
    stage: OpenStage,
) -> None:
    known = UiOptions(vault_exists=True, images="off", region="ES")
    async with stage(options=known, size=SMALL) as s:
        await s.press("f2", "pagedown", *"kazakhstan")
        assert s.app.context.region == "ES"
        assert "No place here begins with “kazakhstan”" in s.flat()
        await s.press("backspace")
        assert "No place here" not in s.flat()
        await s.press(*"germany", *"spain")
        assert s.app.context.region == "ES", "after a whole name another can begin"
        assert typed_so_far("georgia") == "", "a country of its own, not the state"


async def test_every_place_with_law_or_numbers_is_found_by_its_name(stage: OpenStage) -> None:
    async with stage(options=LOCKED, size=SMALL) as s:
        await s.go(Route.LAW, "threatened")
        await s.press(*"texas")
        assert "Looked up: United States: Texas (US-TX)" in s.flat()
    for place in places():
        if place.code not in {"US-GA", "EU"}:
            own = place.name.rpartition(": ")[2]
            assert typed_so_far(own) == place.code, own
            assert typed_so_far(place.name) == place.code, place.name


async def test_page_down_scrolls_the_law_while_the_place_is_typed(stage: OpenStage) -> None:
    async with stage(options=LOCKED, size=SMALL) as s:
        await s.go(Route.LAW, "threatened")
        await s.press("u", "s", "pagedown")
        assert s.app.screen.query_one("#told").scroll_offset.y > 0
        assert s.app.screen.query_one("#where", Input).value == "us"


async def test_the_first_help_is_whole_at_80_by_24(stage: OpenStage) -> None:
    for code, _name in regions():
        lines = [*calls(code, "in-danger"), situations()[0].title, *situations()[0].steps]
        assert sum(len(wrap(line, 75)) for line in lines) <= 18, code


async def test_a_digit_on_the_law_never_takes_the_place_of_the_country(stage: OpenStage) -> None:
    """On the page before, digits choose what is happening."""
    async with stage(options=LOCKED, size=SMALL) as s:
        await s.press("f2", "g", "b", "2", "enter", "3", "down")
        assert isinstance(s.app.screen, LawPage)
        assert s.app.screen.query_one("#where", Input).value == "GB"
        assert "In danger now: 999" in s.app.screen.query_one("#answer", Prose).written.plain


async def test_law_and_help_open_with_the_situation_of_the_other(stage: OpenStage) -> None:
    async with stage(options=LOCKED, size=SMALL) as s:
        await s.press("f2", "g", "b", "2", "enter")
        assert isinstance(s.app.screen, LawPage)
        assert s.app.screen.query_one("#situation", Select).value == "threatened"
        s.app.screen.query_one("#situation", Select).value = "impostor"
        await s.settle()
        await s.press("escape", "escape", "f2")
        assert "Someone runs an account in my name" in s.flat()
