"""Files that open an account are refused, and nothing of what opens it stays in memory."""

from __future__ import annotations

import json
import os
import plistlib
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from auditor.errors import UsageError
from tests.hostile.memory import ROOT, can_be_read, found_in, spelled
from tests.rows import each_row
from tests.unit.captures.making import (
    SECRET,
    entry,
    har,
    instagram,
    mhtml,
    saved_folder,
    single_file,
    warc,
    webarchive,
)
from tests.unit.captures.test_forms import opened

ADDRESS = "https://www.instagram.com/api"


def header(name: str) -> dict[str, Any]:
    return {"headers": [{"name": name, "value": f"x={SECRET}"}]}


WITH_SECRETS: Mapping[str, dict[str, Any]] = {
    "cookie header": {"request": header("Cookie")},
    "cookie list": {"request": {"cookies": [{"name": "mid", "value": SECRET}]}},
    "session": {"request": {"cookies": [{"name": "sessionid", "value": SECRET}]}},
    "authorization": {"request": header("AUTHORIZATION")},
    "set-cookie": {"response": header("set-cookie")},
    "cookies given": {"response": {"cookies": [{"value": SECRET, "name": "csrftoken"}]}},
}
POSTED = {
    "request": {
        "method": "POST",
        "url": "https://www.instagram.com/accounts/login/ajax/",
        "postData": {"mimeType": "x", "text": f"enc_password={SECRET}"},
    }
}


@each_row("place", [*WITH_SECRETS, "posted"])
def test_a_har_with_cookies_or_keys_is_refused(tmp_path: Path, place: str) -> None:
    more = POSTED if place == "posted" else WITH_SECRETS[place]
    path = har(
        tmp_path / "page.har", instagram(range(2)), [entry(ADDRESS, "text/plain", "", **more)]
    )
    with pytest.raises(UsageError) as error:
        opened(path)
    surely = place in {"session", "posted"}
    assert ("this file opens your account" in error.value.message) is surely
    assert "open" in error.value.message
    assert "delete it" in error.value.message
    assert "sanitized" in error.value.hint
    assert SECRET not in f"{error.value.message}{error.value.hint}"


def test_what_a_page_posted_is_no_log_in_by_itself(tmp_path: Path) -> None:
    posted = {"request": {**POSTED["request"], "url": "https://www.instagram.com/ajax/bz"}}
    path = har(
        tmp_path / "page.har", instagram(range(2)), [entry(ADDRESS, "text/plain", "", **posted)]
    )
    capture = opened(path)
    assert capture.page.shown == 2
    capture.close()


def test_a_warc_with_cookies_is_refused(tmp_path: Path) -> None:
    for number, name in enumerate(("Cookie", "authorization", "COOKIE2")):
        path = warc(
            tmp_path / f"{number}.warc.gz", instagram(range(2)), headers=f"{name}: a={SECRET}\r\n"
        )
        with pytest.raises(UsageError, match="may open your account: delete it"):
            opened(path)


def test_a_web_archive_of_which_an_answer_set_cookies_is_refused(tmp_path: Path) -> None:
    for number, name in enumerate(("Set-Cookie", "set-cookie2", "x" * 300_000)):
        path = webarchive(tmp_path / f"{number}.webarchive", instagram(range(2)), headers=[name])
        with pytest.raises(UsageError, match="may open your account: delete it"):
            opened(path)


_MARK = '<script>{"is_logged_in": true}</script>'


def _framed(markup: str) -> dict[str, Any]:
    page = {"WebResourceData": markup.encode(), "WebResourceMIMEType": "text/html"}
    return {"WebMainResource": {**page, "WebResourceURL": "https://www.instagram.com/x/"}}


def _no_data(main: dict[str, Any], held: dict[str, Any]) -> None:
    main["WebResourceResponse"] = {"Set-Cookie": "x"}


def _media_type(main: dict[str, Any], held: dict[str, Any]) -> None:
    main["WebResourceMIMEType"] = "text/html; charset=utf-8"
    main["WebResourceData"] += _MARK.encode()


def _letters(main: dict[str, Any], held: dict[str, Any]) -> None:
    main["WebResourceData"] = f"<html>{_MARK}".encode("utf-16")


def _in_the_last_frame(main: dict[str, Any], held: dict[str, Any]) -> None:
    held["WebSubframeArchives"] = [*(_framed("") for _frame in range(60)), _framed(_MARK)]


def _deep_inside(main: dict[str, Any], held: dict[str, Any]) -> None:
    frame = _framed(_MARK)
    for _level in range(6):
        frame = {**_framed(""), "WebSubframeArchives": [frame]}
    held["WebSubframeArchives"] = [frame]


def _changed(path: Path, change: Callable[[dict[str, Any], dict[str, Any]], None]) -> Path:
    held = plistlib.loads(webarchive(path, instagram(range(2))).read_bytes())
    change(held["WebMainResource"], held)
    path.write_bytes(plistlib.dumps(held, fmt=plistlib.FMT_BINARY))
    return path


@each_row("change", [_no_data, _media_type, _letters, _in_the_last_frame, _deep_inside])
def test_a_web_archive_opens_an_account_wherever_that_stands(
    tmp_path: Path, change: Callable[[dict[str, Any], dict[str, Any]], None]
) -> None:
    with pytest.raises(UsageError, match="your account: delete it"):
        opened(_changed(tmp_path / "a.webarchive", change))


def test_frames_without_end_are_not_taken_for_looked_at(tmp_path: Path) -> None:
    def many(main: dict[str, Any], held: dict[str, Any]) -> None:
        held["WebSubframeArchives"] = [_framed("") for _frame in range(1_001)]

    with pytest.raises(UsageError, match="holds more than 1000 parts"):
        opened(_changed(tmp_path / "a.webarchive", many))


def test_a_frame_never_stands_for_the_page_of_a_web_archive(tmp_path: Path) -> None:
    def hidden(main: dict[str, Any], held: dict[str, Any]) -> None:
        main["WebResourceMIMEType"] = "text/plain"
        held["WebSubframeArchives"] = [_framed("<p>")]

    with pytest.raises(UsageError, match="without a page"):
        opened(_changed(tmp_path / "a.webarchive", hidden))


@each_row("charset", ["utf-16", "utf-16-be", "utf-32"])
def test_a_page_of_somebody_logged_in_is_told_in_other_letters(
    tmp_path: Path, charset: str
) -> None:
    page = entry("https://www.instagram.com/ada/", "text/html", f"<html>{_MARK}".encode(charset))
    with pytest.raises(UsageError, match="opens your account"):
        opened(har(tmp_path / "a.har", instagram(range(2)), [page]))


def _secret_files(folder: Path) -> dict[str, Path]:
    """Write files of every form with the secret in them."""
    shown = f'<a href="/accounts/logout/">x</a><script>{{"csrf":"{SECRET}"}}</script>'
    visit = instagram(range(2), more=shown)
    plain = instagram(range(2))
    made = {
        f"har {place}": har(
            folder / f"{place}.har", plain, [entry(ADDRESS, "text/plain", "", **more)]
        )
        for place, more in (*WITH_SECRETS.items(), ("posted", POSTED))
    }
    asked = f"Cookie: sessionid={SECRET}\r\n"
    return made | {
        "har page": har(folder / "page.har", visit),
        "mhtml": mhtml(folder / "page.mhtml", visit),
        "saved folder": saved_folder(folder / "page.html", visit),
        "single file": single_file(folder / "single.html", visit),
        "warc page": warc(folder / "page.warc.gz", visit),
        "warc cookie": warc(folder / "cookie.warc.gz", plain, headers=asked),
        "web archive": webarchive(folder / "page.webarchive", visit),
        "web archive's cookie": webarchive(
            folder / "cookie.webarchive", plain, headers=["Set-Cookie", f"a={SECRET}"]
        ),
        "plain warc": warc(folder / "plain.warc", plain, packed=False, headers=asked),
    }


_OPENS = """
import sys
from auditor.errors import UsageError
from auditor.wiring import open_archives
try:
    open_archives([sys.argv[1]])
except UsageError as error:
    print(error.message, error.hint)
else:
    print("opened")
sys.stdout.flush()
sys.stdin.readline()
"""


@pytest.mark.slow
@pytest.mark.skipif(not can_be_read(), reason="no memory of a process can be read here")
def test_no_secret_stays_in_memory(tmp_path: Path) -> None:
    kept: list[str] = []
    files = _secret_files(tmp_path)
    for length in (1, 12, 25, 38):  # what lies where in memory depends on the length of the path
        elsewhere = Path("p" * length) / "page.warc.gz"
        (tmp_path / elsewhere).parent.mkdir()
        shutil.copy(files["warc page"], tmp_path / elsewhere)
        files[f"warc page, {length}"] = elsewhere
    for name, path in files.items():
        with subprocess.Popen(
            [sys.executable, "-c", _OPENS, str(path)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        ) as process:  # fmt: skip
            assert process.stdout is not None
            assert process.stdin is not None
            said = process.stdout.readline()
            assert "open" in said, (name, said)
            assert SECRET not in said
            found = found_in(process.pid, {"secret": spelled(SECRET), "word": spelled("delete it")})
            process.stdin.write("\n")
        assert found["word"], name  # the memory was read
        kept += [name] if found["secret"] else []
    assert kept == []


def test_a_har_is_json(tmp_path: Path) -> None:
    assert json.loads(har(tmp_path / "page.har", instagram(range(1))).read_text())["log"]
