"""What programs that make pictures write of themselves: their name, and what was typed in.

Keys and forms as AUTOMATIC1111's web UI, ComfyUI, SwarmUI, Fooocus, InvokeAI, NovelAI, Easy
Diffusion, Draw Things, Mochi Diffusion and Midjourney write them; IPTC Photo Metadata Standard
2025.1; the Chinese label AIGC (TC260-PG-20252A). A mark that is hidden in the pixels, as NovelAI's
in the alpha channel, is not looked for.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from auditor.domain.photos.file_contents import Generation
from auditor.readers.metadata.found import RawMetadata

_LONGEST = 2 * 1024 * 1024
_LONGEST_PROMPT = 10_000
_MOST_NODES = 5000
_MOST_TEXTS = 40
_DEEPEST = 30
_LONGEST_JOB = 60
_LONGEST_NAME = 60

_WEB_UI = "Stable Diffusion web UI"
_STEPS = re.compile(r"(?:^|\n)[ \t]{0,8}Steps: \d{1,5}, ")
_MIDJOURNEY = re.compile(r"Job ID: ?[0-9a-f]{8}-[0-9a-f-]{27}\Z")
_MOCHI = re.compile(r"Include in Image: (.{0,5000}?)(?:; Exclude from Image:|\Z)", re.DOTALL)
_GROK = re.compile(r"Signature: [A-Za-z0-9+/=]{80,}\s*\Z")
_DREAM = re.compile(r'"([^"]{1,10000})" -s ?\d')
_LOOSE = re.compile(
    r'"(?:text|text_g|text_l|prompt|positive_prompt|negative_prompt|positive|negative)"\s*:\s*'
    r'"((?:[^"\\]|\\.){1,10000})"'
)
_TEXT_NODE = re.compile(
    r"text ?encode|prompt|wildcard|string|^text\b|text ?multiline", re.IGNORECASE
)
_TEXT_INPUTS_TEXT = """
    text text_g text_l clip_l t5xxl prompt positive negative positive_prompt negative_prompt
    wildcard_text populated_text string value text1 text2
"""
_TEXT_INPUTS = frozenset(_TEXT_INPUTS_TEXT.split())
_MAKERS = (
    ("midjourney", "Midjourney"),
    ("novelai", "NovelAI"),
    ("comfyui", "ComfyUI"),
    ("invokeai", "InvokeAI"),
    ("stable diffusion", "Stable Diffusion"),
    ("stablediffusion", "Stable Diffusion"),
    ("draw things", "Draw Things"),
    ("diffusionbee", "DiffusionBee"),
    ("mochi diffusion", "Mochi Diffusion"),
    ("easy diffusion", "Easy Diffusion"),
    ("fooocus", "Fooocus"),
    ("swarmui", "SwarmUI"),
    ("adobe firefly", "Adobe Firefly"),
    ("dall-e", "DALL·E"),
    ("dall·e", "DALL·E"),
    ("openai", "OpenAI"),
    ("made with google ai", "Google AI"),
    ("edited with google ai", "Google AI"),
    ("imagined with ai", "Meta AI"),
    ("leonardo.ai", "Leonardo.Ai"),
    ("bing image creator", "Bing Image Creator"),
    ("ideogram", "Ideogram"),
)
"""Names of programs where they stand as software or credit; the first that fits is told."""


def add_generation(part: RawMetadata) -> None:
    """Look in a part for what such a program writes into its texts, and put it in its place.

    ComfyUI keeps its graph where the camera's maker and model stand; they are no camera then.
    """
    found = list(_read_camera(part))
    for text in part.descriptions:
        found += _read_text(text)
    named = find_program(part.software or "") or next(
        (tool for owner in part.owners if (tool := find_program(owner, begins=True))), None
    )
    if named and not any(each.tool for each in found):
        found.append(Generation(named))
    part.generation = _join([*([part.generation] if part.generation else []), *found])


def read_png_generation(texts: Mapping[str, str]) -> RawMetadata:
    """Return what the texts of a PNG say of a program that made it."""
    found = RawMetadata("generation")
    found.generation = _join(list(_read_keys({key.casefold(): texts[key] for key in texts})))
    return found


def add_xmp_generation(values: Mapping[tuple[str, str], Sequence[str]], found: RawMetadata) -> None:
    """Add what XMP has properties for: IPTC's of 2025, and China's label."""

    def first(local: str) -> str:
        return next((texts[0] for key, texts in values.items() if key[1] == local and texts), "")

    tool, prompt = first("AISystemUsed"), first("AIPromptInformation")
    if tool or prompt:
        found.generation = Generation(tool or None, prompt or None)
    elif label := first("AIGC"):
        found.generation = Generation(_producer(label))


def find_program(text: str, *, begins: bool = False) -> str | None:
    """Return the program whose name stands in a short text, or begins it. None if there is none."""
    low = text[: _LONGEST_NAME * 4].strip().casefold()
    for mark, tool in _MAKERS:
        if low.startswith(mark) or (not begins and mark in low):
            return tool
    return None


def _read_camera(part: RawMetadata) -> Iterator[Generation]:
    """Yield what ComfyUI wrote into maker and model: "prompt:{...}" and "workflow:{...}"."""
    for name in ("make", "model", "software"):
        text = getattr(part, name) or ""
        key, mark, graph = text[:_LONGEST].partition(":")
        if mark and key.strip().casefold() in {"prompt", "workflow"} and graph.lstrip()[:1] == "{":
            setattr(part, name, None)
            yield Generation("ComfyUI", read_graph(graph))


def _read_keys(texts: Mapping[str, str]) -> Iterator[Generation]:
    """Yield what stands under the keys of the programs, in lower case here."""
    software = texts.get("software", "")
    if "parameters" in texts:
        yield _read_parameters(texts["parameters"], texts)
    for key in ("prompt", "workflow"):
        if texts.get(key, "").lstrip()[:1] == "{":
            yield Generation("ComfyUI", read_graph(texts[key]))
    if "prompt" in texts and {"use_stable_diffusion_model", "num_inference_steps"} & set(texts):
        yield Generation(
            "Easy Diffusion", _with_negative(texts["prompt"], texts.get("negative_prompt", ""))
        )
    for key in ("invokeai_metadata", "sd-metadata", "invokeai_graph", "invokeai_workflow"):
        if key in texts:
            yield Generation("InvokeAI", _read_json_prompt(texts[key]))
    if "dream" in texts:
        match = _DREAM.search(texts["dream"][:_LONGEST_PROMPT])
        yield Generation("InvokeAI", match[1] if match else texts["dream"][:_LONGEST_PROMPT])
    comment = texts.get("comment", "")
    is_novel = (
        "novelai" in f"{software} {texts.get('title', '')} {texts.get('source', '')}".casefold()
    )
    if is_novel or (comment.lstrip()[:1] == "{" and texts.get("title") == "AI generated image"):
        prompt = _read_json_prompt(comment) or texts.get("description")
        yield Generation("NovelAI", prompt)
    if "aigc" in texts:
        yield Generation(_producer(texts["aigc"]))


def _read_parameters(text: str, texts: Mapping[str, str]) -> Generation:
    tool = "Fooocus" if {"fooocus_scheme"} & set(texts) else _WEB_UI
    if text.lstrip()[:1] == "{":
        if "sui_image_params" in text[:_LONGEST]:
            tool = "SwarmUI"
        return Generation(tool, _read_json_prompt(text))
    return Generation(tool, _cut_settings(text))


def _read_text(text: str) -> Iterator[Generation]:
    """Yield what a description or comment says, if a program's form is seen in it."""
    cut = text[:_LONGEST].strip("\0 \r\n\t")
    if _STEPS.search(cut):
        yield Generation(_WEB_UI, _cut_settings(cut))
    elif job := _MIDJOURNEY.search(cut[-_LONGEST_JOB:]):
        yield Generation("Midjourney", cut[: len(cut) - len(job[0])].rstrip() or None)
    elif "Mochi Diffusion" in cut:
        typed = _MOCHI.search(cut)
        yield Generation("Mochi Diffusion", typed[1] if typed else None)
    elif _GROK.match(cut):
        yield Generation("Grok")
    elif cut[:1] == "{" and '"' in cut:
        yield from _read_json_comment(cut)
    elif len(cut) < _LONGEST_NAME and (tool := find_program(cut, begins=True)):
        yield Generation(tool)


def _read_json_comment(text: str) -> Iterator[Generation]:
    """Yield what a comment in JSON says: Draw Things, Fooocus, Civitai, NovelAI."""
    head = text[:_LONGEST]
    if '"class_type"' in head or '"widgets_values"' in head:
        yield Generation("ComfyUI", read_graph(text))
    elif '"sui_image_params"' in head:
        yield Generation("SwarmUI", _read_json_prompt(text))
    elif '"uc"' in head and '"sampler"' in head:
        tool = "NovelAI" if '"prompt"' in head else "Draw Things"
        yield Generation(tool, _read_json_prompt(text))
    elif '"prompt"' in head and any(
        mark in head for mark in ('"steps"', '"seed"', '"sampler"', '"model"', '"base_model"')
    ):
        is_fooocus = '"full_prompt"' in head or "Fooocus" in head
        yield Generation("Fooocus" if is_fooocus else None, _read_json_prompt(text))


def _cut_settings(text: str) -> str:
    """Return the prompt of the web UI without the settings in its last line."""
    match = _STEPS.search(text)
    return (text[: match.start()] if match else text).strip()[:_LONGEST_PROMPT]


def read_graph(text: str) -> str | None:
    """Return the texts that were typed into the nodes of a ComfyUI graph."""
    document = _load(text)
    if document is None:
        return _join_texts(_unescape(match[1]) for match in _LOOSE.finditer(text[:_LONGEST]))
    return _join_texts(_list_node_texts(document))


def _list_node_texts(document: object) -> Iterator[str]:
    """Yield the typed texts: inputs by name of a prompt, all texts of a workflow's text nodes."""
    for node in _walk(document):
        kind = str(node.get("class_type") or node.get("type") or "")
        inputs = node.get("inputs")
        if isinstance(inputs, dict):
            for name, value in inputs.items():
                if isinstance(value, str) and name in _TEXT_INPUTS and _is_typed(value):
                    yield value
        typed = node.get("widgets_values")
        if isinstance(typed, list) and _TEXT_NODE.search(kind):
            yield from (value for value in typed if isinstance(value, str) and _is_typed(value))
        extra = node.get("extraMetadata")
        if isinstance(extra, str):
            yield _read_json_prompt(extra) or ""


def _read_json_prompt(text: str) -> str | None:
    """Return the prompt that stands in JSON under one of the usual names."""
    document = _load(text)
    if document is None:
        return _join_texts(_unescape(match[1]) for match in _LOOSE.finditer(text[:_LONGEST]))
    told: list[str] = []
    for node in _walk(document):
        for name in ("prompt", "positive_prompt", "positive_style_prompt", "base_caption",
                     "char_caption", "Prompt", "c", "negative_prompt", "negative_style_prompt",
                     "uc", "Negative Prompt"):  # fmt: skip
            value = node.get(name)
            if isinstance(value, str):
                told.append(value)
            elif isinstance(value, list):
                told += [
                    str(part["prompt"])
                    for part in value
                    if isinstance(part, dict) and isinstance(part.get("prompt"), str)
                ]
    return _join_texts(told) or _join_texts(_list_node_texts(document))


def _walk(document: object) -> Iterator[dict[str, object]]:
    """Yield all objects of a document, the outer ones first."""
    waiting: deque[tuple[object, int]] = deque([(document, 0)])
    for _step in range(_MOST_NODES * 4):
        if not waiting:
            return
        value, depth = waiting.popleft()
        if isinstance(value, dict):
            yield value
        if depth < _DEEPEST and isinstance(value, dict | list):
            inner = value.values() if isinstance(value, dict) else value
            waiting += [(each, depth + 1) for each in inner if isinstance(each, dict | list)]


def _load(text: str) -> object | None:
    """Return a JSON document, None where it is none; a NaN as ComfyUI writes it is taken."""
    try:
        document: object = json.loads(text[:_LONGEST])
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict | list) else None


def _unescape(text: str) -> str:
    try:
        return str(json.loads(f'"{text}"'))
    except ValueError:
        return text


def _is_typed(text: str) -> bool:
    return len(text.strip()) > 2 and any(sign.isalpha() for sign in text)  # noqa: PLR2004


def _with_negative(prompt: str, negative: str) -> str:
    return f"{prompt}\nNegative prompt: {negative}" if negative.strip() else prompt


def _join_texts(texts: Iterable[str]) -> str | None:
    kept: dict[str, None] = {}
    for text in texts:
        if text.strip() and len(kept) < _MOST_TEXTS:
            kept[text.strip()[:_LONGEST_PROMPT]] = None
    return "\n".join(kept)[:_LONGEST_PROMPT] or None


def _join(found: Sequence[Generation]) -> Generation | None:
    """Return program and prompt, each from the first that names it."""
    if not found:
        return None
    joined = Generation(next((each.tool for each in found if each.tool), None))
    return replace(joined, prompt=next((each.prompt for each in found if each.prompt), None))


def _producer(label: str) -> str | None:
    """Return who made the picture by China's label, a JSON document."""
    document = _load(label)
    if not isinstance(document, dict):
        return None
    told = document.get("ContentProducer") or document.get("Label")
    return f"AIGC {told}" if isinstance(told, str) and told else None
