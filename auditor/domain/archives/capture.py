"""Captures: a page as a browser saw it, kept in a file by the person, and what it tells."""

from __future__ import annotations

from datetime import datetime

from auditor.dataclass import dataclass

SCHEME = "capture:"
"""In front of the name of a picture inside a capture, where an address stands else."""


@dataclass(frozen=True, slots=True)
class PageSeen:
    """What a page showed to who kept it, as far as it tells.

    `shown`: pictures that the account posted and that are in the file; `told`: how many the page
    says that there are, None where it says nothing. `asked_to_log_in`: it did in place of the rest.
    `ended`: everything that the page says there is was seen. `left_out` counts, by a reason in
    words, what is not taken for the account's own.
    """

    form: str
    page: str
    shown: int = 0
    told: int | None = None
    asked_to_log_in: bool = False
    left_out: tuple[tuple[str, int], ...] = ()

    @property
    def ended(self) -> bool:
        """Whether the page says how many there are, and all of them were seen."""
        return self.told is not None and self.shown >= self.told and not self.asked_to_log_in

    @property
    def hidden(self) -> int | None:
        """How many the page says that there are and did not show; None where it does not say."""
        return None if self.told is None else max(0, self.told - self.shown)


@dataclass(frozen=True, slots=True)
class CaptureMark:
    """What captures of an account came to, compared with its archive where there is one.

    `uploaded`: photos that the archive holds, 0 without one; `got`: those of them that a capture
    shows; `least`, `most`: the long sides in px at which, 0 where there are none; `untold`: photos
    of the archive whose picture is not known here, so that they could not be compared; `alone`: ids
    of the photos that nothing but captures tells of. They prove nothing, so that they are compared
    with nothing, whatever an archive proves.
    """

    form: str
    page: str
    made_at: datetime | None
    shown: int = 0
    told: int | None = None
    asked_to_log_in: bool = False
    uploaded: int = 0
    got: int = 0
    least: int = 0
    most: int = 0
    untold: int = 0
    alone: tuple[str, ...] = ()

    @property
    def apart(self) -> int:
        """How many pictures of captures are none of the archive, 0 where there is no archive."""
        return len(self.alone) if self.uploaded else 0
