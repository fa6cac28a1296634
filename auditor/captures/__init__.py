"""Captures: pages as a stranger's browser saw them, kept in files by the person.

`ALL` is the registry of forms. Request headers, cookies and posted data are never decoded: that
they are there is enough to refuse a file.
"""

from __future__ import annotations

from auditor.domain.archives.readable import TestedOn
from auditor.messages import N_

ALL: tuple[tuple[str, str, TestedOn], ...] = (
    ("har", N_("HAR file"), TestedOn.RECORDED),
    ("mhtml", N_("MHTML page"), TestedOn.RECORDED),
    ("saved-folder", N_("Page saved with its folder"), TestedOn.RECORDED),
    ("single-file", N_("SingleFile page"), TestedOn.RECORDED),
    ("warc", N_("WARC or WACZ"), TestedOn.RECORDED),
    ("webarchive", N_("Web archive of Safari"), TestedOn.RECORDED),
)
"""Name, title and what it was tried on, of each form.

docs/archives.md says of each what wrote the files that it was tried on.
"""
