"""The first screen loads and reads what it shows; everything else comes while it is read."""

from __future__ import annotations

import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from fcntl import ioctl
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual._xterm_parser import XTermParser
from textual.css import stylesheet
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode

from auditor.tui import early_keys
from auditor.tui.base.messages import Route
from auditor.tui.base.options import UiOptions
from auditor.tui.routes import OVER, PAGES
from auditor.tui.screens.unlock import Unlock
from auditor.tui.styles import FIRST, KeptStyles
from tests.tui.conftest import OpenStage
from tests.tui.visits import ITEMS

PARSE_RULES = Stylesheet._parse_rules
"""As Textual does it: the stage keeps what is read from one test to the next."""
ROOT = Path(__file__).resolve().parents[2]
LOCKED = UiOptions(vault_exists=True, images="off")
FIRST_SCREEN = """
import os, sys
from auditor.cli import terminal_ui
from auditor.cli.commands import desk
from auditor.tui.app import AuditorApp
from auditor.tui.base.options import UiOptions

def told():
    print(*sorted({heavy!r} & set(sys.modules)), flush=True)
    os._exit(0)

options = UiOptions(vault_exists={vault}, load_ahead=told)
AuditorApp(lambda passphrase: None, options).run(headless=True)
"""


@pytest.mark.parametrize("vault", [False, True])
def test_the_first_screen_loads_little(vault: bool) -> None:
    heavy = {
        *("PIL", "cryptography", "httpx", "keyring", "numpy", "scipy", "sqlcipher3"),
        *("auditor.checks", "auditor.domain.views", "auditor.engine.session"),
        *("auditor.readers.process.pool", "auditor.sources", "auditor.vault.store"),
        "auditor.tui.screens.overview",
    }
    code = FIRST_SCREEN.format(heavy=heavy, vault=vault)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "\n"


async def test_no_style_is_read_twice(stage: OpenStage, monkeypatch: pytest.MonkeyPatch) -> None:
    read: Counter[tuple[str, str, int]] = Counter()
    parse = vars(stylesheet)["parse"]

    def counted(scope: str, css: str, read_from: tuple[str, str], **named: Any) -> Any:
        read[*read_from, named["tie_breaker"]] += 1
        return parse(scope, css, read_from, **named)

    monkeypatch.setattr(stylesheet, "parse", counted)
    monkeypatch.setattr(Stylesheet, "_parse_rules", PARSE_RULES)
    async with stage() as s:
        for place in (*PAGES, *OVER):
            await s.go(place, ITEMS.get(place, ("",))[0])
    assert set(read.values()) == {1}
    of_ours = {path for path, _part, _place in read if path.endswith(".tcss")}
    assert len(of_ours) == 1 + len(list((ROOT / "auditor/tui/screens").glob("*.tcss")))


async def test_styles_are_read_one_by_one_after_the_first_screen(stage: OpenStage) -> None:
    async with stage(options=LOCKED) as s:
        sheet = s.app.stylesheet
        assert isinstance(sheet, KeptStyles)
        while sheet.read_next():
            pass
        known = {Path(path).name for path, _part in sheet.source if path.endswith(".tcss")}
        assert known > {path.name for path in FIRST}
        rules = len(sheet.rules)
        sheet.read_rest()
        assert len(sheet.rules) == rules


def test_the_same_colours_keep_what_was_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Stylesheet, "_parse_rules", PARSE_RULES)
    sheet = KeptStyles(variables={"quiet": "red"})
    sheet.add_source("Label { color: $quiet; }", ("here", ""))
    assert [rule.styles.css for rule in sheet.rules] == ["color: #FF0000;"]
    sheet.set_variables({"quiet": "red"})
    monkeypatch.setattr(stylesheet, "parse", lambda *_given, **_named: pytest.fail("read again"))
    sheet.reparse()
    monkeypatch.undo()
    sheet.set_variables({"quiet": "blue"})
    sheet.reparse()
    other = Stylesheet(variables={"quiet": "blue"})
    other.add_source("Label { color: $quiet; }", ("here", ""))
    assert [rule.styles.css for rule in sheet.rules] == [rule.styles.css for rule in other.rules]


async def test_nothing_is_styled_before_it_is_on_a_screen(
    stage: OpenStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    early: list[str] = []
    seen: list[str] = []
    apply = Stylesheet.apply

    def counted(sheet: Stylesheet, node: DOMNode, **named: Any) -> None:
        (seen if node.is_attached else early).append(repr(node))
        apply(sheet, node, **named)

    monkeypatch.setattr(Stylesheet, "apply", counted)
    async with stage() as s:
        seen.clear()
        for place in (Route.HELP_NOW, Route.LAW, Route.ARCHIVE):
            await s.go(place, ITEMS.get(place, ("",))[0])
    assert seen
    assert early == []


@pytest.mark.parametrize("places", [PAGES, OVER], ids=["pages", "over"])
async def test_a_screen_that_comes_first_has_the_styles_of_one_that_is_styled_again(
    stage: OpenStage, places: Mapping[Route, object]
) -> None:
    def styles() -> list[tuple[str, str]]:
        nodes = s.app.screen.walk_children(with_self=True)
        return [(repr(node), node.styles.css) for node in nodes]

    async with stage() as s:
        for place in places:
            await s.go(place, ITEMS.get(place, ("",))[0])
            first = styles()
            s.app.screen.update_node_styles(animate=False)
            assert styles() == first, place


async def test_the_lock_waits_for_no_keyring(stage: OpenStage) -> None:
    before: list[str] = []

    async def ask() -> bool:
        before.append(s.flat())
        return True

    told = "The key file of this vault is missing."
    async with stage(options=replace(LOCKED, loss=told)) as s:
        s.app.context._ask_keyring = ask
        await s.go(Route.UNLOCK)
        assert "Type the passphrase to read it" in before[0]
        assert "F5" not in before[0]
        assert isinstance(s.app.screen, Unlock)
        assert told in s.flat(), "only the keyring opens it now"
        assert "F5" in s.text()


async def test_a_keyring_without_the_key_is_asked_once(stage: OpenStage) -> None:
    asked = []

    async def ask() -> bool:
        asked.append(1)
        return False

    async with stage(options=replace(LOCKED, ask_keyring=ask)) as s:
        assert "F5" not in s.text()
        await s.go(Route.UNLOCK)
        assert asked == [1]


DRAWS = """
import sys
from PIL import Image
from auditor.tui.widgets.picture import painter
typed = []
draw = painter("auto", projector=False, typed=typed.append)
kinds = [kind.__module__ for kind in type(draw(Image.new("RGB", (8, 8)))).__mro__]
loaded = "numpy" in sys.modules
print()
print(kinds[0], type(draw(Image.new("RGB", (8, 8)))).__name__, repr("".join(typed)))
"""
KITTY = b"\x1b_Gi=31;OK\x1b\\"
ATTRIBUTES = b"\x1b[?62;%sc"
CUT = b"<later>"
OF_KITTY = re.compile(rb"\x1b_G[^\x1b]*\x1b\\")


@pytest.mark.parametrize(
    ("answers", "draws"),
    [
        (ATTRIBUTES % b"4;22", "textual_image.widget.sixel Image"),
        (KITTY + ATTRIBUTES % b"22", "textual_image.widget TGPImage"),
        (b"\x1b_Gi=31;ENOTSUPPORTED:codec\x1b\\" + ATTRIBUTES % b"22", "HalfcellImage"),
        (b"secret" + ATTRIBUTES % b"22", "HalfcellImage"),
        # as told of them: kitty (github.com/chubin/wttr.in/pull/546), Windows Terminal 1.18
        # (github.com/microsoft/terminal/issues/15693), xterm as a VT100 (ctlseqs, "Primary DA")
        (KITTY + b"\x1b[?62;c", "textual_image.widget TGPImage"),
        (b"\x1b[?61;6;7;22;23;24;28;32;42c", "HalfcellImage"),
        (b"\x1b[?1;2c", "HalfcellImage"),
        (b"", "HalfcellImage"),  # a terminal that answers nothing
        (b"\x1b[?62;" + CUT + b"4;22c", "textual_image.widget.sixel Image"),
        (b"\x1b[?6" + CUT + b"2;22c", "HalfcellImage"),
        (b"\x1b[?garbage\x1b\\\x1b[0n" + ATTRIBUTES % b"22", "HalfcellImage"),
    ],
)
def test_a_terminal_is_asked_once_what_it_can_draw(answers: bytes, draws: str) -> None:
    control, far = pty.openpty()
    ioctl(far, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 800, 480))
    with subprocess.Popen(
        [sys.executable, "-c", DRAWS], cwd=ROOT, stdin=far, stdout=far, stderr=far
    ) as asked:
        os.close(far)
        seen, told = b"", list[bytes]()
        while select.select([control], [], [], 30.0)[0]:
            try:
                piece = os.read(control, 65536)
            except OSError:
                break
            seen += piece
            while len(told) < seen.count(b"\x1b[c"):
                said = answers if b"\x1b_G" in seen else OF_KITTY.sub(b"", answers)
                told.append(said)
                for part in said.split(CUT):
                    os.write(control, part)
                    time.sleep(0.3 * (CUT in said))  # longer than silence is waited for
    os.close(control)
    assert asked.returncode == 0, seen
    sixel_or_silent = b"sixel" in draws.encode() or b"\x1b[?" not in answers
    assert seen.count(b"\x1b_G") == (0 if sixel_or_silent else 1), "its late answer is letters"
    assert seen.count(b"\x1b[c") == seen.count(b"\x1b_G") + 1, "nothing is asked later"
    assert draws in seen.decode()
    typed = re.search(r"'(.*)'", seen.decode().splitlines()[-1])
    assert typed is not None
    assert ("secret" in typed[1]) == (b"secret" in answers), "what was typed is not lost"


@pytest.mark.parametrize(
    "late", ["\x1b[?62;4;22c", "\x1b[?1;2c", "\x1b[6;20;10t", "\x1b[4;600;800t"]
)
async def test_what_a_terminal_answers_too_late_is_no_key(
    stage: OpenStage, monkeypatch: pytest.MonkeyPatch, late: str
) -> None:
    monkeypatch.setattr(XTermParser, "_sequence_to_key_events", early_keys._as_textual_does)
    async with stage():
        parser = XTermParser()
        found = [*parser.feed(f"a{late}b"), *parser.tick()]
    assert [key.key for key in found if isinstance(key, events.Key)] == ["a", "b"]
