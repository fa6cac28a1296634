"""What is being worked out beside the screens, as a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.messages import N_, _

if TYPE_CHECKING:
    from auditor.ports.beside import WorkState

_TOLD = {
    "judge": N_("Looking through your photos anew"),
    "answers": N_("Working out the answers"),
    "likeness": N_("Counting what could be made of your photos"),
    "links": N_("Comparing your accounts"),
    "places": N_("Looking for spots where several photos were taken"),
    "plan": N_("Working out the plan"),
    "closings": N_("Working out which changes help"),
    "ahead": N_("Working out plans ahead"),
}


def line(state: WorkState | None) -> str:
    """Return what is worked out and how far that is, "" where nothing is."""
    if state is None:
        return ""
    what = _(_TOLD[state.kind.value])
    if not state.photos:
        return what + "…"
    told = _("{what}: {done} of {photos} photos looked through")
    done = min(state.done, state.photos)
    return told.format(what=what, done=f"{done:,}", photos=f"{state.photos:,}")
