"""A picture keeps its shape in every window, and none of it is cut off."""

from __future__ import annotations

import pytest
from PIL import Image
from textual.containers import Container

from auditor.tui.base.messages import Route
from auditor.tui.base.options import UiOptions
from auditor.tui.screens.photo import PhotoPage
from auditor.tui.widgets.picture import cell_size
from tests.tui.conftest import OpenStage

HALF = UiOptions(vault_exists=True, practice=True, images="half-cell")
SIZES = ((40, 20), (80, 24), (99, 40), (120, 40), (200, 60))


@pytest.mark.filterwarnings("ignore:Image.Image.getdata:DeprecationWarning")
async def test_it_keeps_its_shape_at_every_size(stage: OpenStage) -> None:
    async with stage(options=HALF, size=SIZES[0]) as s:
        across, down = cell_size()
        for pixels in ((480, 90), (90, 480), (320, 240)):
            await s.go(Route.PHOTO, f"p{1:016x}")
            page = s.app.screen
            assert isinstance(page, PhotoPage)
            assert s.app.context.draw is not None
            place = page.query_one("#picture", Container)
            await page._place(place, s.app.context.draw(Image.new("RGB", pixels)), pixels)
            for size in SIZES:
                await s.pilot.resize_terminal(*size)
                await s.settle()
                shown = page.query_one(".picture")
                width, height = shown.size.width, shown.size.height
                wanted = height * down * pixels[0] / pixels[1] / across
                other = width * across * pixels[1] / pixels[0] / down
                told = f"{pixels} in {size}: {width}x{height}"
                assert abs(width - wanted) <= 1 + wanted / height or abs(height - other) <= 1, told
                assert place.content_region.contains_region(shown.region), told
            await s.press("escape")
