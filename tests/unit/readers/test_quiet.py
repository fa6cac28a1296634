from __future__ import annotations

from auditor.readers.process.process import _make_environment


def test_libraries_are_told_not_to_report() -> None:
    """The kernel refuses reader processes the network on Linux only.

    Elsewhere this is what keeps onnxruntime silent.
    """
    assert _make_environment()["ORT_DISABLE_TELEMETRY"] == "1"
