"""The two themes: the only place with literal colours.

`$quiet` and `$faint` are ours: text that steps back, and signs that only fill.
"""

from __future__ import annotations

from textual.theme import Theme

NIGHT = Theme(
    name="auditor-night",
    primary="#7aa2d6",
    secondary="#8fb8a8",
    accent="#e3b97a",
    foreground="#d8dde6",
    background="#12161d",
    surface="#181d26",
    panel="#212835",
    success="#83c092",
    warning="#e5b567",
    error="#e67e80",
    dark=True,
    variables={
        "quiet": "#94a0b4",
        "faint": "#4a5568",
        "border": "#3a4558",
        "border-blurred": "#2b3443",
        "footer-background": "#181d26",
        "footer-key-foreground": "#e3b97a",
        "footer-description-foreground": "#aab4c4",
        "block-cursor-background": "#2f4361",
        "block-cursor-foreground": "#eef2f8",
        "block-cursor-blurred-background": "#242e3e",
        "block-cursor-text-style": "none",
        "input-selection-background": "#7aa2d6 35%",
        "scrollbar": "#2b3443",
        "scrollbar-hover": "#3a4558",
        "scrollbar-active": "#7aa2d6",
        "scrollbar-background": "#12161d",
        "scrollbar-background-hover": "#12161d",
        "scrollbar-background-active": "#12161d",
    },
)

DAY = Theme(
    name="auditor-day",
    primary="#2f5d9e",
    secondary="#3c7663",
    accent="#8f5a0e",
    foreground="#24292f",
    background="#fbf9f4",
    surface="#f3f0e8",
    panel="#e7e2d6",
    success="#2d7a4b",
    warning="#96600a",
    error="#b3343c",
    dark=False,
    variables={
        "quiet": "#5d646e",
        "faint": "#b3ab9a",
        "border": "#bdb5a3",
        "border-blurred": "#d5cebe",
        "footer-background": "#f3f0e8",
        "footer-key-foreground": "#8f5a0e",
        "footer-description-foreground": "#4a525c",
        "block-cursor-background": "#c9d9ef",
        "block-cursor-foreground": "#16202c",
        "block-cursor-blurred-background": "#dfe4ea",
        "block-cursor-text-style": "none",
        "input-selection-background": "#2f5d9e 30%",
        "scrollbar": "#d5cebe",
        "scrollbar-hover": "#bdb5a3",
        "scrollbar-active": "#2f5d9e",
        "scrollbar-background": "#fbf9f4",
        "scrollbar-background-hover": "#fbf9f4",
        "scrollbar-background-active": "#fbf9f4",
    },
)

THEMES = (NIGHT, DAY)
