"""Charts of the report: a masked one draws no map and names nobody."""

from __future__ import annotations

import re

from tests.fakes.session import FakeSession
from tests.unit.report.making import text_of


async def test_each_chart_has_words_and_a_masked_report_no_map() -> None:
    full = await text_of(FakeSession(), "html", full=True)
    masked = await text_of(FakeSession(), "html", full=False)
    assert 'class="coast"' in full
    assert "Berlin, DE: 27 photos, ± 1.0 km" in full
    assert 'class="coast"' not in masked
    assert "Berlin" not in masked
    assert "majalindgren" not in masked
    assert "2 places. Places are hidden here" in masked
    assert "<td>± 1.0 km</td>" in full
    for page, tables in ((full, 6), (masked, 5)):
        drawings = re.findall(r"<svg.*?</svg>", page)
        assert len(drawings) >= 5
        assert all("<title " in each and "<desc " in each for each in drawings)
        assert page.count("The same as a table") == tables
