"""Captures: pages as a stranger's browser saw them, kept in files by the person.

`ALL` is the registry of forms. Request headers, cookies and posted data are never decoded: that
they are there is enough to refuse a file.
"""

from __future__ import annotations

from auditor.domain.archives.readable import TestedOn
from auditor.messages import N_

ALL: tuple[tuple[str, str, TestedOn], ...] = (
    ("har", N_("HAR file"), TestedOn.DOCUMENTATION),
    ("mhtml", N_("MHTML page"), TestedOn.RECORDED),
    ("saved-folder", N_("Page saved with its folder"), TestedOn.DOCUMENTATION),
    ("single-file", N_("SingleFile page"), TestedOn.DOCUMENTATION),
    ("warc", N_("WARC or WACZ"), TestedOn.DOCUMENTATION),
)
"""Name, title and what it was tried on, of each form.

Only MHTML was written by a browser itself; the tests write the others, of what one recorded.
"""
