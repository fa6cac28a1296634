"""Starting an engine by its name, or saying what has to be installed."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Iterable
from typing import TYPE_CHECKING

from auditor.corpus.sources import is_remote, is_stored
from auditor.domain.outside.training_sets import ENGINES
from auditor.errors import UsageError
from auditor.messages import _

if TYPE_CHECKING:  # it stands on Ibis, which may be what is missing
    from auditor.corpus.engines.engine import Engine

LOCAL_MASTER = "local[*]"
"""Spark on this machine, with all of its cores."""


def start(name: str, files: Iterable[str] = (), master: str = LOCAL_MASTER) -> Engine:
    """Return the engine of that name for these files. Raises UsageError where a part is missing.

    `master` is where Spark works.
    """
    require(name)
    if name == "spark":
        from auditor.corpus.engines.spark_engine import SparkEngine

        return SparkEngine(master)
    from auditor.corpus.engines.duckdb_engine import DuckDbEngine

    names = list(files)
    return DuckDbEngine(
        remote=any(is_remote(name) and not is_stored(name) for name in names),
        stored=any(map(is_stored, names)),
    )


def require(name: str) -> None:
    """Raise UsageError where a part of that engine is missing; nothing of it is loaded."""
    if name not in ENGINES:
        raise UsageError(_("There is no such engine."), ", ".join(ENGINES))
    if name != "spark":
        _require("corpus", "ibis", "duckdb", "ahocorasick_rs", "fsspec")
        return
    _require("spark", "ibis", "pyspark")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        raise UsageError(
            _("Spark needs Java, which is not installed."),
            _("On Debian and Ubuntu: apt install default-jre-headless"),
        )


def _require(extra: str, *modules: str) -> None:
    missing = [module for module in modules if importlib.util.find_spec(module) is None]
    if missing:
        raise UsageError(
            _("A search in training sets needs: {modules}").format(modules=", ".join(missing)),
            _("pip install 'auditor[{extra}]'").format(extra=extra),
        )
