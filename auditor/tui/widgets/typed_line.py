"""A field of one line, where every key does its work in the order in which it was typed."""

from __future__ import annotations

from textual import events
from textual.widgets import Input


class TypedLine(Input):
    """Textual's field, but a key that edits overtakes none that writes, and is not overtaken.

    Textual writes a letter as soon as the field gets it, and hands what edits (backspace, Home,
    Enter) on to the app first: of `ab`, backspace, `c` typed while the program is busy it made `a`
    and not `ac`, and a passphrase that was corrected in passing was wrong.
    """

    async def _on_key(self, event: events.Key) -> None:
        for binding in self._bindings.key_to_bindings.get(event.key, ()):
            if not binding.priority and await self.app.run_action(binding.action, self):
                event.stop()
                event.prevent_default()  # else Textual goes on with what Input does for a key
                return
