"""A search in training sets on the screen: asked, shown, stopped, gone on, told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from textual.widgets import Checkbox, Input

from auditor.cli.commands.desk import CommandDesk
from auditor.corpus.progress_file import progress_path
from auditor.domain.outside.training_sets import CorpusWish, Sought
from auditor.errors import UsageError
from auditor.tui.base.messages import Route
from auditor.tui.base.options import UiOptions
from auditor.tui.screens.training_sets import TrainingSetsBox
from auditor.wiring import Opening
from tests.fakes.desk import FakeDesk
from tests.fakes.exposure import FakeTrainingSets
from tests.tui.conftest import SMALL, WIDE, OpenStage, Stage
from tests.unit.corpus.parquet import write_set

HOME_SETS = str(Path("~/sets").expanduser())
OPTIONS = UiOptions(vault_exists=True, practice=True, images="off")


async def fill(s: Stage, folder: Path, **texts: str) -> None:
    await s.go(Route.TRAINING_SETS)
    given = {"sources": str(folder), "output": str(folder / "rows.csv"), **texts}
    for name, text in given.items():
        s.app.screen.query_one(f"#{name}", Input).value = text
    await s.settle()


def on_real_files(folder: Path) -> UiOptions:
    return replace(OPTIONS, desk=CommandDesk(Opening(home=str(folder / "home"))))


async def search_for_a_domain(s: Stage, folder: Path) -> None:
    """Search the files of `folder` for ada.example, and for nothing of the vault."""
    await fill(s, folder, domains="ada.example")
    s.app.screen.query_one("#own", Checkbox).value = False
    s.app.screen.query_one("#go").focus()
    await s.press("enter")


async def test_a_search_is_shown_stopped_and_gone_on_with(stage: OpenStage, tmp_path: Path) -> None:
    desk = FakeDesk()
    async with stage(options=replace(OPTIONS, desk=desk), size=SMALL) as s:
        await fill(s, tmp_path, domains="ada.example, b.example")
        s.app.screen.query_one("#go").focus()
        await s.pilot.press("enter")
        for _turn in range(20):
            await s.pilot.pause()
        s.draw()
        assert "1 of 4 files, 1,000 of 4,000 rows, 1 hits" in s.flat()
        assert "about 1 min 5 s left" in s.flat()
        await s.press("enter")
        assert "Stopped. What is finished is kept" in s.flat()
        desk.gate.set()
        await s.press("enter")
        assert "Not searched: maja/b.parquet" in s.flat()
        assert "1 hit in 4,000 rows" in s.flat()
        assert "auditor " not in s.flat()
        (_sets, wish, sought), again = desk.done
        assert again[1] == wish
        assert isinstance(sought, Sought)
        assert sought.domains == ("ada.example", "b.example")
        assert sought.folders == ("https://social.example/maja/*",)
        known = s.session.exposure.training_sets
        assert isinstance(known, FakeTrainingSets)
        assert known.kept == [(str(tmp_path),)]
        await s.press("escape")
        assert not isinstance(s.app.screen, TrainingSetsBox)


async def test_what_cannot_be_searched_is_asked_again_with_what_was_typed(
    stage: OpenStage, tmp_path: Path
) -> None:
    desk = FakeDesk()
    async with stage(options=replace(OPTIONS, desk=desk), size=WIDE) as s:
        await fill(s, tmp_path, domains="no domain")
        await s.press("enter")
        s.app.screen.query_one("#go").focus()
        await s.press("enter")
        assert "That is no domain" in s.flat()
        assert s.app.screen.query_one("#domains", Input).value == "no domain"
        assert desk.done == []


async def test_without_the_extra_it_says_what_to_install(stage: OpenStage) -> None:
    class Bare(FakeDesk):
        def require_engine(self, name: str) -> None:
            raise UsageError("A search needs: ibis", "pip install 'auditor[corpus]'")

    async with stage(options=replace(OPTIONS, desk=Bare()), size=SMALL) as s:
        await s.go(Route.TRAINING_SETS)
        assert "pip install 'auditor[corpus]'" in s.flat()
        assert not s.app.screen.query(Input)


async def test_paths_are_hidden_while_a_class_looks_on(stage: OpenStage, tmp_path: Path) -> None:
    desk = FakeDesk()
    desk.gate.set()
    shown = replace(OPTIONS, projector=True, desk=desk)
    async with stage(options=shown, size=WIDE) as s:
        await fill(s, tmp_path)
        s.app.screen.query_one("#go").focus()
        await s.press("enter")
        assert "1 hit in 4,000 rows" in s.flat()
        for private in ("maja", "b.parquet", "rows.csv", tmp_path.name):
            assert private not in s.flat()


async def test_real_files_are_searched_beside_the_screen(stage: OpenStage, tmp_path: Path) -> None:
    write_set(tmp_path / "a.parquet", ["https://ada.example/1", "https://b.example/1"])
    (tmp_path / "c.parquet").write_bytes(b"PAR1 nothing")
    async with stage(options=on_real_files(tmp_path), size=WIDE) as s:
        await search_for_a_domain(s, tmp_path)
        assert "Not searched:" in s.flat()
        assert "1 hit in 2 rows" in s.flat()
    assert "https://ada.example/1" in (tmp_path / "rows.csv").read_text("utf-8")
    assert not progress_path(tmp_path / "rows.csv").exists()


async def test_what_is_to_be_done_where_a_result_is_there_is_said(
    stage: OpenStage, tmp_path: Path
) -> None:
    (tmp_path / "rows.csv").write_text("mine", "utf-8")
    write_set(tmp_path / "a.parquet", ["https://ada.example/1"])
    async with stage(options=on_real_files(tmp_path), size=WIDE) as s:
        await search_for_a_domain(s, tmp_path)
        assert "Choose another name for the result." in s.flat()
    assert (tmp_path / "rows.csv").read_text("utf-8") == "mine"


async def test_an_address_of_object_storage_is_taken_as_it_is(
    stage: OpenStage, tmp_path: Path
) -> None:
    desk = FakeDesk()
    desk.gate.set()
    address = "s3://sets/laion?endpoint_override=127.0.0.1:5000&scheme=http"
    async with stage(options=replace(OPTIONS, desk=desk), size=SMALL) as s:
        await fill(s, tmp_path, domains="ada.example", sources=f"~/sets, '{address}'")
        s.app.screen.query_one("#go").focus()
        await s.press("enter")
        ((_sets, wish, _sought),) = desk.done
        assert isinstance(wish, CorpusWish)
        assert wish.sources == (HOME_SETS, address)
