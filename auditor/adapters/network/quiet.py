"""Keeps libraries from writing URLs into logs."""

from __future__ import annotations

import logging

import stamina.instrumentation

_TALKERS = ("httpx", "httpcore", "h11", "anyio", "protego", "stamina", "keyring", "urllib3")


def silence_libraries() -> None:
    """Turn off the loggers of everything the door is built on.

    For httpx logs each URL, httpcore each header.
    """
    for name in _TALKERS:
        logger = logging.getLogger(name)
        logger.setLevel(logging.CRITICAL + 1)
        logger.propagate = False
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())
    stamina.instrumentation.set_on_retry_hooks(())
