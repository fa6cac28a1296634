"""Every service that takes a key is offered; a key is typed unseen and goes to the desk alone."""

from __future__ import annotations

import pytest

from auditor.adapters.keys import known_services
from auditor.adapters.keys.known_services import ServiceKey
from auditor.tui.base.messages import Route
from auditor.tui.base.options import UiOptions
from auditor.tui.palette import offers
from tests.fakes.desk import FakeDesk
from tests.tui.conftest import LARGE, OpenStage

TYPED = "0123456789abcdef" * 2


def with_desk(desk: FakeDesk) -> UiOptions:
    return UiOptions(vault_exists=True, practice=True, images="off", desk=desk)


@pytest.mark.parametrize("row", known_services.ALL, ids=lambda row: row.name)
async def test_a_key_of_each_service_is_kept_without_being_shown(
    stage: OpenStage, row: ServiceKey
) -> None:
    desk = FakeDesk()
    async with stage(options=with_desk(desk), size=LARGE) as s:
        await s.go(Route.OWN_KEYS)
        for each in known_services.ALL:
            assert each.title in s.flat()
        await s.press(*["down"] * known_services.ALL.index(row), "enter")
        assert row.hint[:40] in s.flat()
        await s.press("enter")
        assert row.looks[:20] in s.flat()
        s.type_into("#key", TYPED)
        await s.settle()
        assert TYPED[:10] not in s.flat()
        await s.press("enter")
        assert desk.done == [("keep key", row.name, TYPED)]


async def test_a_key_is_taken_out_after_a_question(stage: OpenStage) -> None:
    desk = FakeDesk()
    async with stage(options=with_desk(desk), size=LARGE) as s:
        await s.go(Route.OWN_KEYS)
        await s.press("down", "enter", "down", "enter")
        assert "out of the keyring?" in s.flat()
        await s.press("n")
        assert desk.done == []
        await s.press("down", "enter", "down", "enter", "y")
        assert desk.done == [("forget key", known_services.ALL[1].name)]


def test_the_palette_leads_there() -> None:
    assert "app.go('own-keys')" in {action for _title, _text, action in offers(owner=False)}
