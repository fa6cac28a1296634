"""The questions that each check gives evidence for, as the table of the design has them."""

from __future__ import annotations

from auditor.domain.findings.question import QuestionId

HOME, DAYS, PAPERS, NAME, LINKED, LIKENESS, COLLECTED, USED = QuestionId

ASKED: dict[str, frozenset[QuestionId | None]] = {
    check: frozenset(questions)
    for check, *questions in (
        ("position-in-metadata", HOME),
        ("frequent-place", HOME),
        ("visible-address", HOME),
        ("routine-of-photos", DAYS),
        ("capture-time", DAYS, None),
        ("visible-document", PAPERS),
        ("readable-code", PAPERS),
        ("travel-paper", PAPERS, DAYS),
        ("licence-plate", PAPERS),
        ("owner-name", NAME),
        ("people-named", NAME),
        ("path-or-computer", NAME),
        ("generation-prompt", NAME),
        ("device-serial-number", LINKED),
        ("same-photo", LINKED),
        ("likeness-exposure", LIKENESS),
        ("clear-face", LIKENESS),
        ("training-resolution", LIKENESS, None),
        ("open-to-search-engines", COLLECTED),
        ("open-to-training", COLLECTED),
        ("open-licence", COLLECTED),
        ("larger-original", COLLECTED),
        ("possible-private-image", USED),
        # several kinds, one question for each
        ("same-avatar", LINKED, USED),
        ("telling-alt-text", HOME, NAME),
        ("telling-file-name", DAYS, PAPERS, None),
        ("credentials-reveal", HOME, NAME),
        ("contact-details", HOME, PAPERS),
        ("visible-contact", PAPERS, NAME),
        # what lies inside a file: what it shows; name where that is not known
        ("embedded-thumbnail", NAME),
        ("further-picture", HOME, PAPERS, NAME, LIKENESS),
        # findings only
        ("ai-made", None),
        ("kept-by-platform", None),
        ("broken-credentials", None),
    )
}
