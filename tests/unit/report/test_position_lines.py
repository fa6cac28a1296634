"""Where a picture was taken, in words, and what a file names a place of."""

from __future__ import annotations

from auditor.domain.photos.facts import Metadata, blunt
from auditor.domain.photos.position import Position
from auditor.domain.text.statement import Kind
from auditor.report.inspect_lines import position_elsewhere, positions
from auditor.report.json.seen_document import place_near

BERLIN = Position(52.520008, 13.404954)
UNSURE = Position(52.520008, 13.404954, sure=False, where="EXIF GPS")


def test_no_town_is_named_for_a_position_that_is_not_sure() -> None:
    near = place_near(BERLIN)
    assert near is not None
    assert near.name == "Berlin"
    assert place_near(UNSURE) is None


def test_what_is_not_sure_is_said_in_words() -> None:
    assert list(positions(Metadata(gps=BERLIN))) == [("place", "52.52001, 13.40495", Kind.PLACE)]
    (_place, _text, _kind), (_name, said, _plain) = positions(Metadata(gps=UNSURE))
    assert "on which half of the Earth" in said


def test_positions_of_something_else_are_lines_of_their_own() -> None:
    shown = Metadata(gps_others=(Position(48.5, 2.25, where="XMP Iptc4xmpExt:LocationShown"),))
    assert list(positions(shown)) == [
        ("place of other", "48.50000, 2.25000 (XMP Iptc4xmpExt:LocationShown)", Kind.PLACE)
    ]
    (rough,) = blunt(shown).gps_others
    assert position_elsewhere(rough).startswith("48.50, 2.25 (")
    assert "half of the Earth" in position_elsewhere(UNSURE)
