"""Text that somebody else wrote in order to break, style or steer what shows it."""

from __future__ import annotations

HOSTILE = (
    "[/]",
    "[@click=app.quit]x[/]",
    "[link=http://evil.example/]y[/link]",
    "a[/x].jpg",
    "\x1b]52;c;ZXZpbA==\x07",
    "\x1b[31mred\x9b31m",
    "invoice\u202egpj.exe",
    "zero\u200bwidth\u2066\u2069",
    "lone\ud800surrogate",
    "two\nlines\r\tand a tab",
    "[bold red]not bold[/bold red]",
    "{name} %s $error",
    "x" * 10_000,
)

BAD = frozenset(
    map(
        chr,
        (
            *range(0x20),
            0x7F,
            *range(0x80, 0xA0),
            0x200B,
            *range(0x202A, 0x202F),
            *range(0x2066, 0x206A),
            0xD800,
        ),
    )
)
"""Characters that must not reach a terminal as text."""
