"""The files of a case.

A record of each finding with the picture covered, the history of each reported link, requests,
scans, and a chained list of checksums.
Nothing of a picture is in them: no thumbnail, no perceptual hash, no label of a private image.
Names of files say nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from auditor import __version__
from auditor.checks import private_image
from auditor.dataclass import dataclass
from auditor.domain.account import Claim
from auditor.domain.outside import history
from auditor.domain.photos.looked import of_whole_file
from auditor.domain.photos.photo import Role
from auditor.domain.private import is_withheld
from auditor.domain.text.foreign_text import clean
from auditor.domain.text.statement import Kind
from auditor.domain.views import AccountState
from auditor.engine.evidence.case import Case, CaseFinding
from auditor.messages import _, ngettext
from auditor.report.case.readme import readme
from auditor.report.case.screen import screen
from auditor.report.json.documents import write
from auditor.report.json.shapes.files import CaseJson
from auditor.report.masks import Masks
from auditor.report.words import words
from auditor.report.words.why import title, when_wrong, why

MANIFEST = "manifest.sha256"
CHAIN = "chain.txt"
README = "README.txt"
_START = "0" * 64
_ADDRESS = 2000
_PRIVATE = private_image.CHECK.id
"""The check whose findings name an image of the private list; its label stays out."""


@dataclass(frozen=True, slots=True)
class CaseFiles:
    """What goes into the ZIP, by name.

    `seal` is the last link of the chain: it changes if anything in any file does.
    """

    files: Mapping[str, bytes]
    seal: str


def build(case: Case, states: Sequence[AccountState], made_at: datetime) -> CaseFiles:
    """Return the files of a case, the list of checksums last."""
    masks = Masks(states, full=True)
    looked = any(link.history for link in case.reported)
    told = readme(_time(made_at), __version__, looked=looked)
    found: dict[str, bytes] = {README: told.encode()}
    for number, seen in enumerate(case.seen, 1):
        lines = tuple(record(seen, masks))
        head = _("Record {n} of {all}").format(n=number, all=len(case.seen))
        found[f"{number:02}.txt"] = _plain(head, lines).encode()
        found[f"{number:02}.html"] = screen(head, lines, _size(seen)).encode()
    for link in case.reported:
        found |= history.files(link)
    found["requests.txt"] = _requests(case).encode()
    found["scans.txt"] = _scans(case).encode()
    chain, seal = _chain(found)
    found[CHAIN] = chain.encode()
    found[MANIFEST] = "".join(f"{_sha256(data)}  {name}\n" for name, data in found.items()).encode()
    return CaseFiles(found, seal)


def written(
    target: str,
    case: Case,
    made: CaseFiles,
    sealed: bytes,
    made_at: datetime,
    minors: Sequence[str] = (),
) -> str:
    """Write auditor/case/2.

    It holds what was written, with the checksum of the whole file and the seal of the chain.
    `minors` is what was said where nobody told an age.
    """
    body: CaseJson = {
        "file": clean(target, _ADDRESS),
        "made_at": made_at,
        "sha256": _sha256(sealed),
        "bytes": len(sealed),
        "seal": made.seal,
        "findings": [seen.finding.id for seen in case.seen],
        "reported": [link.id for link in case.reported],
        "files": [
            {"name": name, "bytes": len(data), "sha256": _sha256(data)}
            for name, data in made.files.items()
        ],
        "under_18": [line.strip() for line in minors],
    }
    return write("case", body, 2)


def record(sighting: CaseFinding, masks: Masks) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield heading and lines of what was seen.

    What, where, when, how sure, what it means and when it is wrong.
    """
    seen, account = sighting.finding.observation, sighting.account
    hidden = sighting.finding.check == _PRIVATE
    yield (
        _("What was seen"),
        (masks.statement(seen.title), *_evidence(sighting, masks, hidden=hidden)),
    )
    yield _("Addresses"), tuple(clean(url, _ADDRESS) for url in sighting.targets)
    if sighting.originals:
        yield (
            _("Original, on the own account"),
            tuple(clean(url, _ADDRESS) for url in sighting.originals),
        )
    whose = (
        _("the user's own") if account.claim is Claim.MINE else _("called an impostor by the user")
    )
    proof = words.proven(account)
    yield (
        _("Account"),
        (
            ", ".join(
                filter(
                    None,
                    (
                        f"{clean(account.handle)} ({account.platform})",
                        clean(account.url, _ADDRESS),
                    ),
                )
            ),
            f"{whose}; {proof}",
        ),
    )
    yield _("Times"), tuple(_times(sighting))
    yield _file_heading(sighting), tuple(_served(sighting))
    severity, sure = words.severity(seen.severity), words.confidence(seen.confidence)
    yield (
        _("Check"),
        (
            f"{title(sighting.finding.check)} ({sighting.finding.check}; {sighting.finding.id})",
            _("Severity: {severity}. How sure: {sure}.").format(severity=severity, sure=sure),
        ),
    )
    for heading, text in (
        (_("What it means"), why(sighting.finding.check)),
        (_("When it is wrong"), when_wrong(sighting.finding.check)),
    ):
        if text:
            yield heading, (text,)


def _file_heading(seen: CaseFinding) -> str:
    if seen.stored is not None and seen.stored.photo.of_archive:
        return _("File as it stands in the account's own archive")
    if seen.stored is not None and seen.stored.photo.of_page:
        return _("File as it stands in a page that was kept")
    return _("The original, as it was served") if seen.copied else _("File as it was served")


def _evidence(seen: CaseFinding, masks: Masks, *, hidden: bool) -> Iterator[str]:
    for each in seen.finding.observation.evidence:
        if hidden and (
            (each.statement.values and not each.url)
            or any(value.kind is not Kind.PLAIN for value in each.statement.values)
        ):
            continue  # label and grades of the image on the private list
        yield (
            "- "
            + masks.statement(each.statement)
            + (f" ({clean(each.url, _ADDRESS)})" if each.url else "")
        )


def _times(seen: CaseFinding) -> Iterator[str]:
    if seen.stored is not None and seen.stored.photo.posted_at is not None:
        yield _("Posted, as the platform says: {time}").format(
            time=_time(seen.stored.photo.posted_at)
        )
    if seen.seen_at is not None:
        yield _("Account last read: {time}").format(time=_time(seen.seen_at))
    mark = seen.account.archive
    captured = None if mark is None else mark.capture
    if seen.stored is not None and seen.stored.photo.of_page:
        kept = None if captured is None else captured.made_at
        yield _("Seen in a page that a browser kept at {time}; nothing proves that file").format(
            time="?" if kept is None else _time(kept)
        )
    elif mark is not None and mark.made_at is not None:
        yield _("Not seen on the internet: from the account's own archive, made at {time}").format(
            time=_time(mark.made_at)
        )
    if seen.stored is not None and seen.stored.gone_since is not None:
        yield _("No longer there at: {time}").format(time=_time(seen.stored.gone_since))


def _served(seen: CaseFinding) -> Iterator[str]:
    facts = of_whole_file(seen.stored.facts) if seen.stored is not None else None
    if facts is None or seen.stored is None:
        yield _("Not read.")
        return
    if is_withheld(facts):
        yield _("Its checksum is withheld: it may be one of the user's private images.")
        return
    served = seen.stored.photo.rendition(Role.SERVED)
    yield f"SHA-256 {facts.sha256}"
    yield _("{bytes} bytes, {width} × {height} px, {form}").format(
        bytes=facts.bytes,
        width=facts.width or "?",
        height=facts.height or "?",
        form=facts.format or "?",
    )
    if served is not None:
        yield clean(served.url, _ADDRESS)


def _size(seen: CaseFinding) -> tuple[int, int] | None:
    facts = seen.stored.facts if seen.stored is not None else None
    return (
        (facts.width, facts.height) if facts is not None and facts.width and facts.height else None
    )


def _plain(head: str, told: Sequence[tuple[str, tuple[str, ...]]]) -> str:
    blocks = [
        "\n".join([heading.upper(), *(f"  {line}" for line in lines)])
        for heading, lines in told
        if lines
    ]
    return "\n\n".join([head, *blocks]) + "\n"


def _requests(case: Case) -> str:
    lines = [
        _(
            "Requests by which this was read, newest first, as this program logged them: time, "
            "method, answer, address, bytes, purpose."
        )
    ]
    for request in case.requests:
        status = "-" if request.status is None else str(request.status)
        told = (
            _time(request.at),
            request.method,
            status,
            f"{request.host}{request.path}",
            str(request.received_bytes),
            request.purpose,
            request.note,
        )
        lines.append("\t".join(clean(cell, _ADDRESS) for cell in told).rstrip())
    if case.unlisted:
        lines.append(
            ngettext(
                "{n} more request to the same hosts, for other pages, is not listed.",
                "{n} more requests to the same hosts, for other pages, are not listed.",
                case.unlisted,
            ).format(n=case.unlisted)
        )
    return "\n".join(lines) + "\n"


def _scans(case: Case) -> str:
    mine = {seen.account.id: clean(seen.account.handle) for seen in case.seen}
    lines = [
        _("Runs that read these accounts, newest first: number, start, end, account, how it went.")
    ]
    for scan in case.scans:
        ended = _time(scan.ended_at) if scan.ended_at else _("not ended")
        for account in scan.accounts:
            if account.account in mine:
                told = (
                    str(scan.id),
                    _time(scan.started_at),
                    ended,
                    mine[account.account],
                    account.outcome,
                    account.reason,
                )
                lines.append("\t".join(clean(cell, _ADDRESS) for cell in told).rstrip())
    return "\n".join(lines) + "\n"


def _chain(found: Mapping[str, bytes]) -> tuple[str, str]:
    """Return the chain, a line for each file, and its last link.

    Each link is the checksum of the line "link before, checksum, name".
    """
    link, lines = _START, []
    for name, data in found.items():
        checksum = _sha256(data)
        link = _sha256(f"{link} {checksum} {name}\n".encode())
        lines.append(f"{link} {checksum} {name}\n")
    return "".join(lines), link


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
