"""Have I Been Pwned: which breaches and pastes hold an e-mail address."""

from __future__ import annotations

from auditor.services.hibp.asking import HaveIBeenPwned

__all__ = ["HaveIBeenPwned"]
