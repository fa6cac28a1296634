"""What a search in training sets says to a person."""

from __future__ import annotations

from pathlib import Path

from auditor.cli import output
from auditor.domain.outside.training_set_words import HERE_ONLY, HERE_ONLY_BUT, told_result
from auditor.domain.outside.training_sets import CorpusResult
from auditor.messages import _

_SHOWN = 20
"""Files that are named; --json has all."""


def tell(result: CorpusResult, result_file: Path, *, here: bool) -> None:
    """Tell what came of a search: what was not searched first. `here`: no cluster took part."""
    for said in told_result(result, str(result_file), _SHOWN):
        output.line(said)
    output.line(_(HERE_ONLY if here else HERE_ONLY_BUT))
