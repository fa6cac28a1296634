"""The JSON document of a search in training sets."""

from __future__ import annotations

from auditor.domain.outside.training_set_words import kinds_of, means
from auditor.domain.outside.training_sets import CorpusResult
from auditor.report.json.documents import write
from auditor.report.json.photo_document import text
from auditor.report.json.shapes.outside import CorpusSearchJson


def corpus_search(result: CorpusResult, output: str) -> str:
    """auditor/corpus-search/1."""
    body: CorpusSearchJson = {
        "hits": len(result.hits),
        "rows_scanned": result.rows,
        "elapsed_s": round(result.seconds, 3),
        "engine": result.engine,
        "files_scanned": result.files,
        "files_kept": result.again,
        "kinds": [{"kind": kind.value, "count": count} for kind, count in kinds_of(result.hits)],
        "passed_over": [
            {"file": text(each.file), "reason": text(each.reason)} for each in result.troubles
        ],
        "output": text(output),
        "means": list(means(result)),
    }
    return write("corpus-search", body)
