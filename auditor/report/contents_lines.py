"""What a file holds beside its picture, as lines: people, contacts, traces, the prompt.

For the plain lines of `auditor inspect` and for the screen of a photo. Each line says what it gives
away, so that it can be hidden on a projector.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.domain.photos.facts import Metadata
from auditor.domain.photos.file_contents import Contact, ContactKind, Generation, Trace
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


def rows(metadata: Metadata) -> Iterator[Row]:
    """Yield a row for each kind of thing that is there.

    Foreign text is not yet cleaned.
    """
    made = metadata.generation or Generation()
    contacts = [
        (_(name), [each for each in metadata.contact if each.kind is kind], masked)
        for kind, (name, masked) in _CONTACTS.items()
    ]
    told: list[tuple[str, Sequence[str], Kind]] = [
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


def _values(found: Sequence[Contact | Trace]) -> list[str]:
    return [_where(each.value, each.where) for each in found]


def _listed(values: Sequence[str]) -> str:
    more = len(values) - _MOST_SHOWN
    return ", ".join(values[:_MOST_SHOWN]) + (
        _(" and {count} more").format(count=more) if more > 0 else ""
    )


def _where(value: str, where: str) -> str:
    return f"{value} ({where})" if where else value
