"""Text of fragments of HTML: plain paragraphs are read without a parser, and just so."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from auditor.markup import payload
from auditor.markup.payload import parsed_text, plain

_PARTS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["<p>", "</p>", "<br>", "<br/>", "<br />", "&amp;", "<a href='x'>", "</a>"]),
    st.sampled_from(["\n", "\t", " ", "\u00a0", "\u200b", "\ufeff", "Zürich", "名前"]),
)
_PLAIN = st.lists(
    st.lists(
        st.one_of(st.text("ab \n\t\u00a0ü名", max_size=9), st.sampled_from(["<br>", "<br />"])),
        max_size=4,
    ).map("".join),
    min_size=1,
    max_size=4,
).map(lambda parts: "".join(f"<p>{part}</p>" for part in parts))


@given(st.one_of(_PLAIN, st.lists(_PARTS, min_size=1, max_size=8).map("".join)))
@example("<p></p>")
@example("<p>one</p><p>two</p>")
@example("<p>one<br />two</p>")
def test_plain_paragraphs_read_as_a_parser_reads_them(html: str) -> None:
    if "<" in html or "&" in html:
        assert plain(html) == parsed_text(html)


def test_no_parser_is_asked_for_plain_paragraphs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(payload, "soup", None)
    assert plain("<p>A walk</p><p>home<br />late</p>") == "A walk\nhome\nlate"
