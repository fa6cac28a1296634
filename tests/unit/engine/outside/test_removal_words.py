"""What a page says of something that was taken down, and what only sounds like it.

Written after what large hosts show in November 2026; none is copied.
"""

from __future__ import annotations

from auditor.engine.outside.removal_words import says_removed
from tests.rows import each_row


@each_row(
    "words",
    [
        "This image has been removed.",
        "Removed This photo was removed following a complaint.",
        "Sorry! The requested media was deleted by its owner.",
        "Video removed due to a breach of our rules",
        "This file has been permanently deleted. Report number 7.",
        "Dieses Bild wurde vom Betreiber entfernt.",
        "Cette image a été supprimée.",
        "Esta foto fue eliminada.",
        "Questa immagine è stata rimossa.",
        "Esta imagem foi removida.",
    ],
)
def test_a_host_that_took_it_down(words: str) -> None:
    assert says_removed(words)


@each_row(
    "words",
    [
        "",
        "Not found",
        "404",
        "Sorry, not available. The link may be broken, or the page may have been removed.",
        "This content is not shown. Its owner shared it with few people, or it was deleted.",
        "The page you look for might have been removed.",
        "Log in to see whether this photo was removed.",
        "If this video was removed, its owner was told.",
        "This photo was not removed.",
        "This image has not been deleted.",
        "Dieses Bild wurde eventuell gelöscht.",
        "Esta foto puede que fue eliminada o movida.",
        "Rules: this image was removed in 2024. " + "Much else is said on this page. " * 20,
        "This account was suspended.",
        "Remove this photo",
    ],
)
def test_what_says_nothing_of_it(words: str) -> None:
    assert not says_removed(words)


def test_a_page_without_end_costs_little() -> None:
    assert not says_removed("this photo was " * 100_000)
