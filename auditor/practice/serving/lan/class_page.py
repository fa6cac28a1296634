"""The page of a class: where each seat is, as a page, a QR code and a list for programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

import numpy as np
import zxingcpp

from auditor.messages import _
from auditor.practice.serving.exchange import (
    Request,
    Respond,
    Response,
    html_response,
    json_response,
    not_found,
)
from auditor.practice.serving.style import esc, page

LIST_PATH = "/seats.json"


def qr_rows(text: str) -> tuple[str, ...]:
    """Return a QR code as rows of letters, two rows of points in each, dark on light."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    assert code is not None  # an address is short enough
    points = np.asarray(code.to_image())
    height, width = points.shape
    blocks = {(True, True): " ", (True, False): "▄", (False, True): "▀", (False, False): "█"}

    def dark(line: int, column: int) -> bool:
        return bool(line < height and points[line, column] == 0)

    return tuple(
        "".join(blocks[dark(line, column), dark(line + 1, column)] for column in range(width))
        for line in range(0, height, 2)
    )


class ClassPage:
    """Says where the seats are, to people and programs; nothing secret is known here.

    `more` answers further paths: what a trainer puts up for the class.
    """

    def __init__(
        self,
        address: str,
        told: Callable[[], Mapping[str, object]],
        more: Mapping[str, Respond] | None = None,
    ) -> None:
        self.address = address
        self._told = told
        self.more = dict(more or {})

    def __call__(self, request: Request) -> Response:
        """Answer a request to the page."""
        if request.path in self.more:
            return self.more[request.path](request)
        match request.path:
            case "/":
                return html_response(self._page(), headers={"Cache-Control": "no-store"})
            case "/qr.svg":
                return Response(self._svg, "image/svg+xml")
            case path if path == LIST_PATH:
                return json_response(self._told(), headers={"Cache-Control": "no-store"})
            case "/robots.txt":
                return Response(b"User-agent: *\nDisallow: /\n", "text/plain; charset=utf-8")
            case _:
                return not_found()

    @cached_property
    def _svg(self) -> bytes:
        code = zxingcpp.create_barcode(self.address, zxingcpp.BarcodeFormat.QRCode)
        return str(code.to_svg()).encode()

    def _page(self) -> str:
        title = _("Practice class")
        seats = self._told()["seats"]
        assert isinstance(seats, list)
        rows = "".join(
            f'<li><a href="{esc(seat["front"])}">'
            f"{esc(_('Seat {number}').format(number=seat['seat']))}</a></li>"
            for seat in seats
        )
        command = f"auditor practice join {self.address} --seat N"
        body = (
            f'<header class="top"><h1>{esc(title)}</h1></header><main>'
            f"<p>{esc(_('Everybody here is invented. Take the seat that your card names.'))}</p>"
            f'<p><img src="/qr.svg" width="240" height="240" style="image-rendering:pixelated" '
            f'alt="{esc(_("QR code of this address"))}"><code>{esc(self.address)}</code></p>'
            f"<p>{esc(_('With the auditor on your own device:'))} <code>{esc(command)}</code></p>"
            f"<h2>{esc(_('Seats'))}</h2><ol style='columns:8em;list-style:none;padding:0'>{rows}"
            "</ol></main>"
        )
        return page(title, body)
