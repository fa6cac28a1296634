"""Bars made of text: how much of a limit is reached."""

from __future__ import annotations

from textual.content import Content

from auditor.tui.text.plain import plain, row

_EIGHTHS = " ▏▎▍▌▋▊▉"


def bar(share: float, width: int, style: str) -> Content:
    """Return a bar of `width` cells with `share` (0 to 1) of it filled."""
    eighths = round(max(0.0, min(1.0, share)) * width * 8)
    full = "█" * (eighths // 8)
    part = _EIGHTHS[eighths % 8] if eighths % 8 else ""
    return row(plain(full + part, style), plain("·" * (width - len(full) - len(part)), "$faint"))
