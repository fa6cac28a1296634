"""What faces, text, barcodes, credentials and missing parts are called.

In the plain lines of `auditor inspect`.
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.domain.photos.facts import Facts, Metadata
from auditor.domain.photos.picture_contents import (
    IdentityState,
    Provenance,
    ProvenanceOutcome,
    Reveals,
    TrustedBy,
)
from auditor.domain.photos.position import Position
from auditor.domain.photos.source_type import AI_TYPES
from auditor.domain.text.readable_text import READS
from auditor.domain.text.statement import Kind
from auditor.messages import N_, _, ngettext
from auditor.report.further_lines import READER as FURTHER
from auditor.report.further_lines import further_rows
from auditor.report.json.seen_document import place_near

Row = tuple[str, str, Kind]
"""What it is, what it says (foreign text not yet cleaned), and what that gives away."""

NOT_SURE = N_(
    "the file does not say on which half of the Earth it lies, or leaves out a part of the numbers"
)
"""What is said of a position that is not sure."""

_MOST_SHOWN = 8
_READERS = {
    "faces": N_("faces"),
    "text": N_("text"),
    "barcodes": N_("barcodes"),
    "provenance": N_("credentials"),
}
_NOTHING_PROVEN = N_("none (this proves nothing: most platforms remove them)")
_OUTCOMES = {
    ProvenanceOutcome.NONE: _NOTHING_PROVEN,
    ProvenanceOutcome.REMOTE: N_(
        "kept on a server, which was not asked; who serves them can see who asks"
    ),
    ProvenanceOutcome.INVALID: N_("broken: the file or its credentials were changed after signing"),
    ProvenanceOutcome.VALID: N_("unbroken, but the signer is on no trust list that you imported"),
    ProvenanceOutcome.TRUSTED: N_("unbroken, by a signer on a trust list that you imported"),
    ProvenanceOutcome.UNSUPPORTED: N_("not read in this kind of file (this proves nothing)"),
}
_OFFICIAL = {
    ProvenanceOutcome.VALID: N_(
        "unbroken, but the signer is on no trust list that you imported, nor on the official C2PA "
        "trust list of {date}"
    ),
    ProvenanceOutcome.TRUSTED: N_(
        "unbroken, by a signer on the official C2PA trust list of {date}"
    ),
}
"""Outcomes where the official list was asked, or trusts the signer."""
_OUT_OF_DATE = N_(
    "unbroken, but the signer's certificate has expired, and no time stamp that you trust shows "
    "that it was still good when the picture was signed"
)
FEW_CAMERAS = N_("Few cameras are on this list, and no credential is the normal case.")
_IDENTITIES = {
    IdentityState.UNCHECKED: N_("identity not checked: the file claims it, and nobody was asked"),
    IdentityState.BROKEN: N_(
        "identity not checked: what the file claims does not even hold in itself"
    ),
}
_REVEALED = {
    Reveals.SIGNER: (N_("signer"), Kind.NAME),
    Reveals.IDENTITY: (N_("identity, not checked"), Kind.NAME),
    Reveals.IDENTITY_ADDRESS: (N_("address of that identity, not checked"), Kind.URL),
    Reveals.IDENTITY_PROVIDER: (N_("said to vouch for that identity"), Kind.NAME),
    Reveals.AUTHOR: (N_("author"), Kind.NAME),
    Reveals.SOFTWARE: (N_("program"), Kind.PLAIN),
    Reveals.EDIT: (N_("edits"), Kind.PLAIN),
    Reveals.TIME: (N_("times"), Kind.PLAIN),
    Reveals.PLACE: (N_("place, to about 1 km"), Kind.PLACE),
    Reveals.OTHER_PICTURE: (N_("made from"), Kind.FILE),
    Reveals.THUMBNAIL: (N_("small pictures of"), Kind.FILE),
    Reveals.TITLE: (N_("title"), Kind.FILE),
    Reveals.DEVICE: (N_("device"), Kind.DEVICE),
    Reveals.LOCATION_OF_MANIFEST: (N_("address"), Kind.URL),
    Reveals.SOFT_BINDING: (
        N_("invisible mark or fingerprint, by which a copy without credentials is recognised"),
        Kind.PLAIN,
    ),
}
_TRAINING = {
    "notAllowed": N_("they ask not to be used for AI training or data mining"),
    "constrained": N_("they allow AI training or data mining under conditions"),
    "allowed": N_("they allow AI training and data mining"),
}


def rows(facts: Facts) -> Iterator[Row]:
    """Yield what was seen, in the order of the list of readers.

    What could not be looked for comes last, with the reason.
    """
    missing = {unread.reader for unread in facts.unread}
    near = place_near(facts.metadata.gps)
    if near is not None:
        told = _("near {name}, {country}; the position is exact to {metres} m")
        yield (
            _("near"),
            told.format(name=near.name, country=near.country, metres=near.radius_m),
            Kind.PLACE,
        )
    if facts.pdq is not None and "faces" not in missing:
        yield _("faces"), faces(facts), Kind.PLAIN
    for text in facts.text[:_MOST_SHOWN]:
        yield _("text"), _(READS[text.kind]).format(excerpt=text.masked), Kind.NAME
    for code in facts.barcodes[:_MOST_SHOWN]:
        yield (
            _("barcode"),
            f"{_(READS[code.kind]).format(excerpt=code.masked)} ({code.format})",
            Kind.NAME,
        )
    yield from further_rows(facts)
    if facts.provenance is not None:
        yield from credentials(facts.provenance)
    if facts.metadata.data_mining:
        yield _("data mining"), facts.metadata.data_mining, Kind.PLAIN
    if facts.metadata.source_type:
        yield _("made how"), _made(facts.metadata.source_type), Kind.PLAIN
    for lacking in facts.unread:
        if lacking.reader in _READERS:
            yield (
                _(_READERS[lacking.reader]),
                _("not looked for: {reason}").format(reason=lacking.reason),
                Kind.PLAIN,
            )


def positions(metadata: Metadata) -> Iterator[Row]:
    """Yield where the picture was taken, and what else the file names a place of."""
    if metadata.gps is not None:
        gps = metadata.gps
        yield _("place"), f"{gps.latitude:.5f}, {gps.longitude:.5f}", Kind.PLACE
        if not gps.sure:
            yield "", _(NOT_SURE), Kind.PLAIN
    for gps in metadata.gps_others[:_MOST_SHOWN]:
        yield _("place of other"), position_elsewhere(gps), Kind.PLACE


def position_elsewhere(gps: Position) -> str:
    """Say where something else than the camera is, to the decimals that are known."""
    decimals = 2 if gps.radius_m is not None else 5
    where = f"{gps.latitude:.{decimals}f}, {gps.longitude:.{decimals}f} ({gps.where or '?'})"
    return where if gps.sure else f"{where}; {_(NOT_SURE)}"


def gaps(facts: Facts, error: str | None) -> Iterator[Row]:
    """Yield what else could not be read, with the reason; `error` is told already."""
    told = {*_READERS, FURTHER}
    for reason in dict.fromkeys(gap.reason for gap in facts.unread if gap.reader not in told):
        if reason != error:
            yield _("not read"), reason, Kind.PLAIN


def faces(facts: Facts) -> str:
    """Say how many faces there are and how large the largest is."""
    if not facts.faces:
        return _("none found")
    count, size = len(facts.faces), max(face.size for face in facts.faces)
    template = ngettext(
        "{count} face, {size} px across", "{count} faces, the largest {size} px across", count
    )
    return template.format(count=count, size=size)


def credentials(provenance: Provenance) -> Iterator[Row]:
    """Yield what content credentials say, and what became of looking for them."""
    yield _("credentials"), outcome(provenance), Kind.PLAIN
    if provenance.official_list and provenance.outcome not in _OFFICIAL:
        asked = _("asked: the official C2PA trust list of {date}")
        yield "", asked.format(date=provenance.official_list), Kind.PLAIN
    if provenance.identity:
        yield "", _(_IDENTITIES[provenance.identity]), Kind.PLAIN
    if provenance.codes:
        yield "", _("codes: {codes}").format(codes=", ".join(provenance.codes)), Kind.PLAIN
    if provenance.broken_ingredients:
        yield (
            "",
            _("made from pictures with broken credentials: {names}").format(
                names=", ".join(provenance.broken_ingredients)
            ),
            Kind.FILE,
        )
    if provenance.source_type:
        yield "", _made(provenance.source_type), Kind.PLAIN
    if provenance.training in _TRAINING:
        yield "", _(_TRAINING[provenance.training]), Kind.PLAIN
    for what, (name, kind) in _REVEALED.items():
        values = [each.value for each in provenance.reveals if each.what is what]
        if values:
            more = len(values) - _MOST_SHOWN
            listed = ", ".join(values[:_MOST_SHOWN]) + (
                _(" and {count} more").format(count=more) if more > 0 else ""
            )
            yield "", f"{_(name)}: {listed}", kind


def outcome(provenance: Provenance) -> str:
    """Say what became of looking for credentials, with the list that was asked and its date."""
    if provenance.only_out_of_date:
        return _(_OUT_OF_DATE)
    date = provenance.official_list
    if date and provenance.trusted_by is not TrustedBy.IMPORTED and provenance.outcome in _OFFICIAL:
        said = _(_OFFICIAL[provenance.outcome]).format(date=date)
        return f"{said}. {_(FEW_CAMERAS)}"
    said = _(_OUTCOMES[provenance.outcome])
    return (
        _("{outcome} ({date})").format(outcome=said, date=provenance.trusted_since)
        if provenance.trusted_since
        else said
    )


def revealed(provenance: Provenance) -> tuple[str, ...]:
    """Name the kinds of things that credentials tell, without the things themselves."""
    kinds = {each.what for each in provenance.reveals}
    return tuple(_(name) for what, (name, _kind) in _REVEALED.items() if what in kinds)


def _made(kind: str) -> str:
    if kind in AI_TYPES:
        return _("the file itself says that AI made it or a part of it ({type})").format(type=kind)
    return _("source type: {type}").format(type=kind)
