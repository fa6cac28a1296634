"""What stands in a file beside its picture, in lines, each with what it gives away."""

from __future__ import annotations

import pytest

from auditor.cli.commands.inspect import _tell
from auditor.cli.options import GlobalOptions
from auditor.domain.photos.facts import Facts, Metadata
from auditor.domain.photos.file_contents import (
    Contact,
    ContactKind,
    Generation,
    NamedPerson,
    Trace,
)
from auditor.domain.photos.position import Position
from auditor.domain.text.statement import Kind
from auditor.report.contents_lines import rows
from auditor.report.json.documents import Inspected

FULL = Metadata(
    gps_others=(Position(52.517, 13.3888, where="XMP Iptc4xmpExt"),),
    people=(NamedPerson("Erika", "XMP mwg-rs:Name"), NamedPerson("Max", "")),
    keywords=("Erika", "party"),
    contact=tuple(Contact(kind, f"<{kind}>", "IPTC") for kind in ContactKind),
    paths=(Trace("/home/erika/x.psd", "EXIF DocumentName"),),
    identifiers=(Trace("A1B2", "EXIF ImageUniqueID"),),
    generation=Generation("ComfyUI", "Erika at the sea"),
)


def test_each_line_with_what_it_gives_away() -> None:
    assert list(rows(FULL)) == [
        ("people", "Erika (XMP mwg-rs:Name), Max", Kind.NAME),
        ("keywords", "Erika, party", Kind.NAME),
        ("e-mail", "<email> (IPTC)", Kind.NAME),
        ("telephone", "<phone> (IPTC)", Kind.NAME),
        ("address", "<address> (IPTC)", Kind.PLACE),
        ("site", "<url> (IPTC)", Kind.URL),
        ("paths", "/home/erika/x.psd (EXIF DocumentName)", Kind.FILE),
        ("identifiers", "A1B2 (EXIF ImageUniqueID)", Kind.DEVICE),
        ("made by", "ComfyUI", Kind.PLAIN),
        ("prompt", "Erika at the sea", Kind.NAME),
    ]


def test_what_is_not_there_is_not_said() -> None:
    assert list(rows(Metadata())) == []


def test_long_lists_are_cut_and_counted() -> None:
    ((_name, shown, _kind),) = rows(Metadata(keywords=tuple(str(n) for n in range(20))))
    assert shown == "0, 1, 2, 3, 4, 5, 6, 7 and 12 more"


@pytest.mark.parametrize("projector", [True, False])
def test_on_a_projector_inspect_tells_none_of_it(
    capsys: pytest.CaptureFixture[str], projector: bool
) -> None:
    found = Inspected("erika.jpg", Facts("0" * 64, 1, metadata=FULL), None)
    _tell(found, GlobalOptions(projector=projector))
    shown = capsys.readouterr().out
    for word in ("rika", "52.5", "<email>", "<phone>", "<address>", "<url>", "/home", "A1B2"):
        assert (word in shown) is not projector, word
    assert "ComfyUI" in shown
