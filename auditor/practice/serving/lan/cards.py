"""The cards of a class, to be printed and cut: for each seat its address and its codes."""

from __future__ import annotations

import re
from collections.abc import Sequence

import zxingcpp

from auditor.messages import _
from auditor.practice.range import PracticeSeat
from auditor.practice.serving.style import esc, page

_LOOK = """
body{background:#fff;color:#000;color-scheme:light}main{max-width:none;display:grid;gap:0;padding:0;
grid-template-columns:repeat(auto-fill,minmax(330px,1fr))}
section{border:1px dashed #666;padding:14px 16px;break-inside:avoid;overflow-wrap:anywhere}
header.top{padding:0 0 10px}section h2{margin:0 0 6px;font-size:1.4rem}
section svg{float:right;width:112px;height:112px}
section code{word-break:normal;border:0;padding:0}
section p{margin:.35em 0}b,code{color:#000;background:none}
"""


def cards_page(address: str, seats: Sequence[PracticeSeat]) -> str:
    """Return a page with a card for each seat. It holds codes: it is for the printer alone."""
    cards = "".join(_card(address, seat) for seat in seats)
    title = _("Cards of the seats")
    told = _("Cut along the lines, and hand each learner one. Then delete the file.")
    head = f'<header class="top"><h1>{esc(title)}</h1><p>{esc(told)}</p></header>'
    return page(title, f"{head}<main>{cards}</main>", look=_LOOK)


def _square(address: str) -> str:
    """Return a QR code that grows with its box: without a view box it would not."""
    code = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode)
    found = re.search(r'<svg width="(\d+)" height="(\d+)"(.*)', str(code.to_svg()), re.DOTALL)
    assert found is not None
    wide, high, rest = found.groups()
    return f'<svg aria-hidden="true" viewBox="0 0 {wide} {high}"{rest}'


def _card(address: str, seat: PracticeSeat) -> str:
    option = f'<span style="white-space:nowrap">--seat {seat.seat}</span>'
    command = f"auditor practice join {esc(address)} {option}"
    uses = (_("Code for the browser:"), _("Code for the program:"))
    codes = "".join(
        f"<p>{esc(use)} <b>{esc(code)}</b></p>" for use, code in zip(uses, seat.codes, strict=False)
    )
    name = esc(_("Seat {number}").format(number=seat.seat))
    return (
        f"<section>{_square(seat.front)}<h2>{name}</h2>"
        f"<p>{esc(_('In a browser:'))} <code>{esc(seat.front)}</code></p>"
        f"<p>{esc(_('With the program:'))} <code>{command}</code></p>{codes}"
        f"<p>{esc(_('Each code works once. Everybody here is invented.'))}</p></section>"
    )
