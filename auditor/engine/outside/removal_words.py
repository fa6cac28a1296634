"""Pages by which a host says itself that it took something down.

Only what it says of the thing plainly: "may have been removed" is said of what is merely hidden.
The forms were written after what such pages say in November 2026; a host with other words cannot be
told, which is the safe side.
"""

from __future__ import annotations

import re

_MOST_WORDS = 400
"""Characters of words on such a page; one with more on it is about something else too."""
_THING = (
    r"(?:image|photo|picture|video|clip|post|content|item|media|file|album|gallery|page|upload|"
    r"submission|entry)s?"
)
_REMOVED = re.compile(
    rf"\b(?:this|the|your|that) (?:\w+ )?{_THING} (?:has been|have been|was|were|is|are) "
    r"(?:permanently )?(?:removed|deleted|taken down|erased)\b|"
    rf"\b{_THING} (?:removed|deleted|taken down) (?:by|due to|following|for|at the request)\b|"
    r"\bremoved (?:following|in response to|due to|because of|after) an? (?:\w+ )?"
    r"(?:complaint|report|notice|request)|"
    r"\b(?:dieses|das|der|die|dein|ihr) (?:bild|foto|video|beitrag|inhalt|datei|album) "
    r"(?:wurde|ist) (?:\w+ ){0,3}(?:entfernt|gelöscht)|"
    r"\bcette? (?:image|photo|vidéo|publication|page|album) a été (?:supprimée?|retirée?)|"
    r"\best[ae] (?:imagen|foto|vídeo|video|publicación|contenido|página) "
    r"(?:ha sido|fue) (?:eliminad[ao]|retirad[ao]|borrad[ao])|"
    r"\bquest[ao] (?:immagine|foto|video|post|contenuto|pagina) è stat[ao] "
    r"(?:rimoss[ao]|eliminat[ao]|cancellat[ao])|"
    r"\best[ae] (?:imagem|foto|vídeo|publicação|conteúdo|página) foi "
    r"(?:removid[ao]|excluíd[ao]|apagad[ao])",
    re.IGNORECASE,
)
_HEDGED = re.compile(
    r"\b(?:may|might|could|perhaps|possibly|probably|maybe|either|or|if|whether|unless|until|"
    r"ob|falls|not be available|"
    r"möglicherweise|vielleicht|eventuell|oder|kann|könnte|peut|peut-être|ou|puede|quizás|o|"
    r"forse|potrebbe|talvez|pode)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n")


def says_removed(words: str) -> bool:
    """Whether `words`, all that a page says, tell that the host took something down.

    A sentence with "may", "or" and the like says nothing.
    """
    if len(words) > _MOST_WORDS:
        return False
    return any(
        _REMOVED.search(sentence) and not _HEDGED.search(sentence)
        for sentence in _SENTENCE.split(words)
    )
