from __future__ import annotations

import json

import pytest
from PIL import Image, PngImagePlugin

from auditor.domain.photos.facts import Metadata
from auditor.domain.photos.file_contents import Generation
from auditor.readers.metadata.generation import read_graph, read_png_generation
from tests.rows import each_row
from tests.unit.readers.maker_notes import in_jpeg, read, segment, tiff
from tests.unit.readers.pictures import picture

WEB_UI = (
    "portrait of Anna Sample, photo\nNegative prompt: blur\n"
    "Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 4212345678, Size: 512x512"
)
GRAPH = {
    "3": {"class_type": "KSampler", "inputs": {"seed": 42, "sampler_name": "euler"}},
    "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "Anna Sample", "clip": ["4", 1]}},
    "7": {"class_type": "CLIPTextEncode", "inputs": {"text": "blurry hands", "clip": ["4", 1]}},
}
WORKFLOW = {
    "nodes": [
        {"type": "CheckpointLoader", "widgets_values": ["model.safetensors"]},
        {"type": "CLIPTextEncode", "widgets_values": ["Anna Sample"]},
    ]
}


def png(**texts: str) -> Metadata:
    info = PngImagePlugin.PngInfo()
    for key, text in texts.items():
        info.add_text(key.replace("_M_", "-"), text)
    return read(picture("PNG", pnginfo=info))


PNG_TEXTS = {
    "web UI": ({"parameters": WEB_UI}, "Stable Diffusion web UI"),
    "ComfyUI": ({"prompt": json.dumps(GRAPH), "workflow": json.dumps(WORKFLOW)}, "ComfyUI"),
    "ComfyUI workflow": ({"workflow": json.dumps(WORKFLOW)}, "ComfyUI"),
    "SwarmUI": (
        {"parameters": json.dumps({"sui_image_params": {"prompt": "Anna Sample", "seed": 1}})},
        "SwarmUI",
    ),
    "Fooocus": (
        {"parameters": json.dumps({"prompt": "Anna Sample"}), "fooocus_scheme": "fooocus"},
        "Fooocus",
    ),
    "InvokeAI": ({"invokeai_metadata": json.dumps({"positive_prompt": "Anna Sample"})}, "InvokeAI"),
    "InvokeAI 2": (
        {"sd_M_metadata": json.dumps({"image": {"prompt": [{"prompt": "Anna Sample"}]}})},
        "InvokeAI",
    ),
    "InvokeAI 1": ({"Dream": '"Anna Sample" -s 50 -S 4212345678 -W 512'}, "InvokeAI"),
    "NovelAI": (
        {
            "Title": "AI generated image",
            "Software": "NovelAI",
            "Description": "Anna Sample",
            "Comment": json.dumps({"prompt": "Anna Sample", "uc": "blur", "seed": 42}),
        },
        "NovelAI",
    ),
    "NovelAI 4": (
        {
            "Software": "NovelAI",
            "Comment": json.dumps(
                {"v4_prompt": {"caption": {"char_captions": [{"char_caption": "Anna Sample"}]}}}
            ),
        },
        "NovelAI",
    ),
    "Easy Diffusion": (
        {"prompt": "Anna Sample", "negative_prompt": "blur", "num_inference_steps": "25"},
        "Easy Diffusion",
    ),
    "Midjourney": (
        {"Description": "Anna Sample --v 6 Job ID: 01234567-89ab-cdef-0123-456789abcdef"},
        "Midjourney",
    ),
}


@each_row("program", PNG_TEXTS)
def test_programs_in_the_texts_of_a_png(program: str) -> None:
    texts, tool = PNG_TEXTS[program]
    generation = png(**texts).generation
    assert generation is not None
    assert generation.tool == tool
    assert generation.prompt is not None
    assert "Anna Sample" in generation.prompt
    assert "Steps: 20" not in generation.prompt
    assert "Job ID" not in generation.prompt


def test_comfyui_hides_its_graph_where_the_camera_stands() -> None:
    block = Image.Exif()
    block[0x010F] = f"workflow:{json.dumps(WORKFLOW)}"
    block[0x0110] = f"prompt:{json.dumps(GRAPH)}"
    found = read(picture("WEBP", block))
    assert found.generation == Generation("ComfyUI", "Anna Sample")
    assert (found.camera.make, found.camera.model) == (None, None)


def test_comments_of_programs_in_exif() -> None:
    def commented(text: str) -> Generation | None:
        block = tiff("", more={0x9286: b"UNICODE\0" + text.encode("utf-16-le")})
        return read(in_jpeg(block)).generation

    assert commented(WEB_UI) == Generation(
        "Stable Diffusion web UI", "portrait of Anna Sample, photo\nNegative prompt: blur"
    )
    drawn = {"c": "Anna Sample", "uc": "blur", "sampler": "DPM++", "seed": 42}
    assert commented(json.dumps(drawn)) == Generation("Draw Things", "Anna Sample\nblur")
    assert commented(json.dumps({"prompt": "Anna Sample", "full_prompt": [], "steps": 30})) == (
        Generation("Fooocus", "Anna Sample")
    )
    assert commented("A day at the sea. Steps: many") is None
    assert commented('{"caption": "home"}') is None


def xmp(inner: str) -> Metadata:
    packet = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
        'xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" '
        'xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/"'
        ' xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/">'
        f"{inner}</rdf:Description></rdf:RDF></x:xmpmeta>"
    ).encode()
    body = b"http://ns.adobe.com/xap/1.0/\0" + packet
    return read(b"\xff\xd8" + segment(0xE1, body) + b"\xff\xd9")


def test_properties_of_iptc_and_marks_in_xmp() -> None:
    found = xmp(
        "<Iptc4xmpExt:AISystemUsed>Painter 3</Iptc4xmpExt:AISystemUsed>"
        "<Iptc4xmpExt:AIPromptInformation>Anna Sample</Iptc4xmpExt:AIPromptInformation>"
        "<Iptc4xmpExt:AIPromptWriterName>Ben Sample</Iptc4xmpExt:AIPromptWriterName>"
    )
    assert found.generation == Generation("Painter 3", "Anna Sample")
    assert [person.name for person in found.people] == ["Ben Sample"]
    label = '{"Label":"1","ContentProducer":"Painter"}'.replace('"', "&quot;")
    assert xmp(f"<TC260:AIGC>{label}</TC260:AIGC>").generation == Generation("AIGC Painter")
    assert xmp("<photoshop:Credit>Made with Google AI</photoshop:Credit>").generation == (
        Generation("Google AI")
    )
    assert xmp("<xmp:CreatorTool>Adobe Firefly 2</xmp:CreatorTool>").generation == (
        Generation("Adobe Firefly")
    )


def test_a_name_in_somebodys_rights_is_no_mark() -> None:
    credit = "<photoshop:Credit>Anna Sample, not for training by OpenAI</photoshop:Credit>"
    assert xmp(credit).generation is None


def test_seeds_are_no_numbers_to_call() -> None:
    text = WEB_UI.replace("photo", "photo with a mobile, call")
    assert png(parameters=text, Comment=text).contact == ()


@pytest.mark.parametrize(
    "text",
    [
        "{" * 5000,
        '{"a":' * 5000,
        "[" * 100_000 + "]" * 100_000,
        '{"text": "' + "\\" * 100_001,
        "\n" * 200_000 + "Steps: x",
        "Include in Image: " * 5000 + "Mochi Diffusion",
        json.dumps({str(number): {"inputs": {"text": "x" * 20}} for number in range(20_000)}),
    ],
)
def test_no_text_stops_the_reader(text: str) -> None:
    read_graph(text)
    for key in ("parameters", "prompt", "Comment", "invokeai_metadata", "aigc"):
        read_png_generation({key: text, "Software": "NovelAI"})


def test_a_graph_that_is_cut_off_still_tells_its_texts() -> None:
    assert read_graph(json.dumps(GRAPH)[:-20]) == "Anna Sample\nblurry hands"
