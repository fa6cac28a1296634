"""What a search in training sets says to a person."""

from __future__ import annotations

from pathlib import Path

from auditor.cli import output
from auditor.domain.outside.training_set_words import (
    HERE_ONLY,
    HERE_ONLY_BUT,
    KINDS,
    headline,
    kinds_of,
    means,
)
from auditor.domain.outside.training_sets import CorpusResult
from auditor.messages import _

_SHOWN = 20
"""Files that are named; --json has all."""


def tell(result: CorpusResult, result_file: Path, *, here: bool) -> None:
    """Tell what came of a search: what was not searched first. `here`: no cluster took part."""
    for trouble in result.troubles[:_SHOWN]:
        output.line(
            _("Not searched: {file}: {reason}").format(file=trouble.file, reason=trouble.reason)
        )
    if len(result.troubles) > _SHOWN:
        output.line(_("and {n} more, see --json").format(n=len(result.troubles) - _SHOWN))
    if result.files:
        output.line(headline(result))
        for kind, count in kinds_of(result.hits):
            output.line(f"  {count}  {_(KINDS[kind])}")
        output.line(_("The rows stand in {file}.").format(file=result_file))
    output.line()
    for said in means(result):
        output.line(said)
    output.line(_(HERE_ONLY if here else HERE_ONLY_BUT))
