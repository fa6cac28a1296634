"""The document of links: exact keys, and hostile names as plain text.

Serial numbers are told by their end.
"""

from __future__ import annotations

import json

from auditor.domain.links import AccountLink, Cut, CutFor, LinkEvidence, Links, Tie
from auditor.report.json import links as links_documents
from auditor.report.masks import tie_value
from tests import json_shapes

SERIAL = LinkEvidence(Tie.SAME_CAMERA, ("p1",), ("p2", "p3"), "0PR27418")
NAME = LinkEvidence(Tie.SAME_HANDLE, value="ada\x1b]52;c;aGk=\x07\u202e")
LINKS = Links(
    (AccountLink("a1", "a2", (SERIAL, NAME)),),
    (Cut("a1", ("a2",), ("p1",), (AccountLink("a1", "a2", (NAME,)),)),),
    ("a3",),
    CutFor.KEPT_APART,
    (("a1", "a2"),),
)


def test_every_key_is_there() -> None:
    name = {"tie": "same-handle", "photos_a": [], "photos_b": [], "value": "ada]52;c;aGk="}
    serial = {
        "tie": "same-camera",
        "photos_a": ["p1"],
        "photos_b": ["p2", "p3"],
        "value": "••••418",
    }
    assert json_shapes.check(links_documents.links(LINKS)) == {
        "schema": "auditor/links/1",
        "nothing_read": None,
        "links": [{"a": "a1", "b": "a2", "evidence": [serial, name]}],
        "cut": [
            {
                "account": "a1",
                "others": ["a2"],
                "photos": ["p1"],
                "remaining": [{"a": "a1", "b": "a2", "evidence": [name]}],
            }
        ],
        "cut_for": "kept-apart",
        "one_way": [{"from": "a1", "to": "a2"}],
        "left_out": ["a3"],
    }


def test_masked_it_tells_no_value() -> None:
    told = json_shapes.check(links_documents.links(LINKS, masked=True))
    assert [evidence["value"] for evidence in told["links"][0]["evidence"]] == ["••••", "••••"]
    assert "418" not in json.dumps(told)
    assert tie_value(LinkEvidence(Tie.SAME_CAMERA, value="1234567")) == "••••"
