"""Charts on stdout: each photo is counted, and nothing is said of what was not read."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.cli.auditor import Auditor


@pytest.mark.slow
def test_charts_of_the_range(scanned: Auditor) -> None:
    photos = scanned.run("photos", "--json").json["photos"]
    told = scanned.run("photos", "--chart").out
    for part in told.split("\n\n")[:3]:
        bars = [line for line in part.splitlines() if re.search(r" [\d,]+$", line)]
        counts = [int(line.split()[-1].replace(",", "")) for line in bars]
        assert sum(counts) == len(photos), part
    links = scanned.run("links", "--chart").out
    found = scanned.run("links", "--json").json["links"]
    assert f"\n{len(found)}. " in links
    assert f"\n{len(found) + 1}. " not in links
    assert "home:" in scanned.run("changes", "--chart").out
    assert "No spot is named" in scanned.run("places", "--chart").out
    dumb = replace(scanned, more={**scanned.more, "TERM": "dumb"})
    for command in ("photos", "links", "changes", "places"):
        shown = dumb.run(command, "--chart").out
        assert not re.search("[\u2500-\u259f\u2800-\u28ff●○]", shown), command


def test_nothing_is_drawn_of_nothing(fresh: Auditor) -> None:
    for command in ("photos", "links", "changes", "places"):
        told = fresh.run(command, "--chart", code=3).out
        assert not re.search("[\u2580-\u259f\u2800-\u28ff]", told), command
        assert "Nothing was found" not in told
