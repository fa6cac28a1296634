"""Pages by which a host says itself that it took something down, or that there is nothing.

Only what it says of the thing plainly: "may have been removed" is said of what is merely hidden,
"removed in your country" of what others still see.
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
_LIMITED = re.compile(
    r"\b(?:countr(?:y|ies)|regions?|locations?|territor(?:y|ies)|jurisdictions?)\b|"
    r"\bland(?:es|e|s)?\b|ländern?\b|\bpa[ií]s(?:es)?\b|\bregi(?:ón|ão|one)\b|\bpays\b|\bpaes[ei]\b|"
    r"\bfor (?:you\b|some|certain|users?|visitors?|viewers?|people|members|guests|anyone|everyone|"
    r"those|minors|review)|\bfrom (?:your|this (?:album|list|feed|page|group|channel)|the (?:album|"
    r"list|feed|front|home|page|group|channel|search|results|recommend)|search|public|view|recomm)|"
    r"\b(?:temporar|under 1[68]\b|(?:show|view|see|watch) (?:it )?anyway|to (?:see|view|watch) "
    r"(?:it|this)\b|undo\b|vorübergehend|temporal|temporane|provisoire)",
    re.IGNORECASE,
)
"""What limits a removal to some places, people or lists, or to a time: others still see it."""
_NOTHING = re.compile(
    r"(?:could not|couldn.t|can(?:no|.)t|unable to) (?:find|be found)|isn.t (?:available|here)|"
    r"no longer available|not (?:be )?found\b|unavailable|"
    r"nicht gefunden|existiert nicht|gibt es nicht|nicht (?:mehr )?verfügbar|"
    r"no (?:se )?(?:ha sido )?encontr|no existe|no (?:está )?disponible|"
    r"não (?:foi )?encontrad|não existe|indispon[ií]ve|não (?:está )?(?:mais )?disponível|"
    r"introuvable|n.existe (?:pas|plus)|n.est (?:pas|plus) disponible|"
    r"non (?:è stata )?trovat|non esiste|non (?:è )?(?:più )?disponibile|"
    r"niet gevonden|bestaat niet|niet (?:meer )?beschikbaar|nie (?:została )?znalezion|"
    r"nie istnieje|kunde inte hittas|finns inte|ikke fundet|ikke funnet|ei löyt|bulunamad|"
    r"не найден|не существует|недоступ|не знайден|見つかりません|存在しません|ご利用いただけません|"
    r"不存在|找不到|無法找到|无法找到|찾을 수 없|존재하지 않|"
    r"غير موجود|لم يتم العثور|غير متاح|לא נמצא|नहीं मिल",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(
    r"unknown domain|no such app\b|default backend|deployment_not_found|pages site here|"
    r"site not found|request (?:was )?(?:rejected|blocked)|access (?:is |was )?denied|support id\b|"
    r"(?:in|from) (?:your|this) (?:country|region|location)|"
    r"(?:sign|log) in to (?:see|view|watch|continue)|members only|(?:must|need to) (?:log|sign) in",
    re.IGNORECASE,
)
"""What a host with status 404 says where the thing may well be there."""
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n")


def says_removed(words: str) -> bool:
    """Whether `words`, all that a page says, tell that the host took something down.

    A sentence with "may", "or" and the like says nothing, nor one that is limited to a country.
    """
    if len(words) > _MOST_WORDS or _LIMITED.search(words):
        return False
    return any(
        _REMOVED.search(sentence) and not _HEDGED.search(sentence)
        for sentence in _SENTENCE.split(words)
    )


def says_nothing_is_there(title: str, words: str) -> bool:
    """Whether a title, or all the words of a page with few of them, say that nothing is there."""
    said = f"{title}\n{words}" if len(words) <= _MOST_WORDS else title
    return _NOTHING.search(said) is not None


def says_otherwise(words: str) -> bool:
    """Whether a host that answers "not found" says of itself that something else is the matter."""
    return len(words) <= _MOST_WORDS and _OTHERWISE.search(words) is not None
