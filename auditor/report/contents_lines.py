"""What a file holds beside its picture, as lines: places, people, contacts, traces, the prompt.

For the plain lines of `auditor inspect` and for the screen of a photo. Each line says what it gives
away, so that it can be hidden on a projector.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.domain.photos.facts import Metadata
from auditor.domain.photos.file_contents import Contact, ContactKind, Generation, Trace
from auditor.domain.photos.position import Position
from auditor.domain.text.statement import Kind
from auditor.messages import N_, _
from auditor.report.inspect_lines import Row

_MOST_SHOWN = 8
_CONTACTS = {
    ContactKind.EMAIL: (N_("e-mail"), Kind.NAME),
    ContactKind.PHONE: (N_("telephone"), Kind.NAME),
    ContactKind.ADDRESS: (N_("address"), Kind.PLACE),
    ContactKind.URL: (N_("site"), Kind.URL),
}


_UNSURE = N_("{position} (not sure: the file leaves out a part of it)")


def rows(metadata: Metadata, *, decimals: int) -> Iterator[Row]:
    """Yield a row for each kind of thing that is there.

    Foreign text is not yet cleaned. Positions have `decimals` digits behind the point.
    """
    made = metadata.generation or Generation()
    contacts = [
        (_(name), [each for each in metadata.contact if each.kind is kind], masked)
        for kind, (name, masked) in _CONTACTS.items()
    ]
    told: list[tuple[str, Sequence[str], Kind]] = [
        (
            _("other places"),
            [_where(place(gps, decimals), gps.where) for gps in metadata.gps_others],
            Kind.PLACE,
        ),
        (
            _("people"),
            [_where(person.name, person.where) for person in metadata.people],
            Kind.NAME,
        ),
        # who and where stands in keywords as often as what
        (_("keywords"), metadata.keywords, Kind.NAME),
        *((name, _values(found), masked) for name, found, masked in contacts),
        (_("paths"), _values(metadata.paths), Kind.FILE),
        (_("identifiers"), _values(metadata.identifiers), Kind.DEVICE),
        (_("made by"), [made.tool] if made.tool else [], Kind.PLAIN),
        (_("prompt"), [made.prompt] if made.prompt else [], Kind.NAME),
    ]
    yield from ((name, _listed(values), kind) for name, values, kind in told if values)


def place(position: Position, decimals: int) -> str:
    """Return a position as it is shown, with a word where it is not sure."""
    told = f"{position.latitude:.{decimals}f}, {position.longitude:.{decimals}f}"
    return told if position.sure else _(_UNSURE).format(position=told)


def _values(found: Sequence[Contact | Trace]) -> list[str]:
    return [_where(each.value, each.where) for each in found]


def _listed(values: Sequence[str]) -> str:
    more = len(values) - _MOST_SHOWN
    return ", ".join(values[:_MOST_SHOWN]) + (
        _(" and {count} more").format(count=more) if more > 0 else ""
    )


def _where(value: str, where: str) -> str:
    return f"{value} ({where})" if where else value
