"""Starting an engine by its name, or saying what has to be installed."""

from __future__ import annotations

import importlib.util

from auditor.corpus.engines.engine import Engine
from auditor.domain.outside.training_sets import ENGINES
from auditor.errors import UsageError
from auditor.messages import _


def start(name: str, *, remote: bool = False) -> Engine:
    """Return the engine of that name, started. Raises UsageError where a part is missing.

    `remote`: files stand on other machines.
    """
    if name not in ENGINES:
        raise UsageError(_("There is no such engine."), ", ".join(ENGINES))
    _require("corpus", "ibis", "duckdb")
    from auditor.corpus.engines.duckdb_engine import DuckDbEngine

    return DuckDbEngine(remote=remote)


def _require(extra: str, *modules: str) -> None:
    missing = [module for module in modules if importlib.util.find_spec(module) is None]
    if missing:
        raise UsageError(
            _("A search in training sets needs: {modules}").format(modules=", ".join(missing)),
            _("pip install 'auditor[{extra}]'").format(extra=extra),
        )
