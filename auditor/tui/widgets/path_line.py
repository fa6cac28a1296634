"""A field for a path: several files that are dropped on it at once all stand in it."""

from __future__ import annotations

from textual import events

from auditor.tui.widgets.typed_line import TypedLine


class PathLine(TypedLine):
    """Textual's field keeps the first line of what is pasted.

    Some terminals write each file into a line of its own.
    """

    def _on_paste(self, event: events.Paste) -> None:
        kept = [line.strip() for line in event.text.splitlines() if line.strip()]
        if len(kept) > 1:
            several = " ".join(_as_one(line) for line in kept)
            event.stop()
            event.prevent_default()
            self.insert_text_at_cursor(several)
            return
        super()._on_paste(event)


def _as_one(line: str) -> str:
    """Return a path so that its spaces do not part it from itself."""
    plain = " " in line and "\\ " not in line and line[0] not in "'\""
    return f'"{line}"' if plain else line
