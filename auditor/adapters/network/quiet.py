"""Keeps libraries from writing URLs into logs."""

from __future__ import annotations

import logging

_TALKERS = ("httpx", "httpcore", "h11", "anyio", "protego", "stamina", "keyring", "urllib3")


def silence_loggers() -> None:
    """Turn off the loggers of everything the door is built on; none of it is loaded for that.

    For httpx logs each URL, httpcore each header.
    """
    for name in _TALKERS:
        logger = logging.getLogger(name)
        logger.setLevel(logging.CRITICAL + 1)
        logger.propagate = False
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())


def silence_libraries() -> None:
    """Turn off the loggers, and what stamina tells of retries beside them."""
    import stamina.instrumentation

    silence_loggers()
    stamina.instrumentation.set_on_retry_hooks(())
