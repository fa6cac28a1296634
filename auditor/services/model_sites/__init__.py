"""Sites that share models for making pictures: their public search by name."""

from __future__ import annotations

from auditor.services.model_sites.civitai import Civitai
from auditor.services.model_sites.hugging_face import HuggingFace

__all__ = ["Civitai", "HuggingFace"]
