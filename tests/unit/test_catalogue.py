"""All words go through one catalogue.

The template is current, and a translation reaches every corner.
"""

from __future__ import annotations

import string

from tests.catalogue import TEMPLATE, render, sentences


def test_the_template_is_current() -> None:
    assert TEMPLATE.read_text("utf-8") == render(), "run: make catalogue"


def test_placeholders_are_named() -> None:
    for sentence in sentences():
        for form in (sentence,) if isinstance(sentence, str) else sentence:
            for _text, field, _spec, _conversion in string.Formatter().parse(form):
                assert field is None or field.isidentifier(), form
