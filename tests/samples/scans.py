#!/usr/bin/env python3
"""Makes the page images of tests/cases/read/image that show a page laid or taken badly: `make scans`.

Each is one page of a made-up book, set by Typst from scans.typ and then turned, shaded, inverted and so on. Everything random is
seeded; typst 0.15.2, pillow 13.0.0, numpy 2.4.6 give the same bytes.
"""
import io
import os
import sys

import numpy as np
import typst
from PIL import Image, ImageFilter

HERE = os.path.dirname(os.path.abspath(__file__))
CASES = os.path.join(HERE, "..", "cases", "read", "image")
DPI = 300


def pages(language, dpi=DPI, size="1"):
    """Sets the book in type `size` times as large as ordinary and returns its pages as grey images."""
    made = typst.compile(
        os.path.join(HERE, "scans.typ"), format="png", ppi=dpi, sys_inputs={"language": language, "size": size}, root=HERE
    )
    made = made if isinstance(made, list) else [made]
    return [Image.open(io.BytesIO(page)).convert("L") for page in made]


def ink(page, level=150):
    """Divides ink from paper: a bilevel image."""
    return page.point(lambda value: 255 if value > level else 0).convert("1")


def tilted(page, degrees):
    return page.rotate(-degrees, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=255)


def noisy(page, seed, amount):
    levels = np.asarray(page, dtype=float)
    levels = levels + np.random.default_rng(seed).normal(0, amount, levels.shape)
    return Image.fromarray(np.clip(levels, 0, 255).astype(np.uint8))


def peppered(page, seed, share):
    """Strews black and white specks of one pixel over a bilevel page."""
    levels = np.asarray(page.convert("L")).copy()
    chance = np.random.default_rng(seed).random(levels.shape)
    levels[chance < share / 2] = 0
    levels[chance > 1 - share / 2] = 255
    return Image.fromarray(levels).convert("1")


def bordered(page, margin):
    """Lays a page on the black bed of a scanner, a little aslant."""
    whole = Image.new("L", (page.width + 2 * margin, page.height + 2 * margin), 0)
    paper = Image.new("L", page.size, 255)
    turned = page.rotate(-1.2, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=0)
    mask = paper.rotate(-1.2, expand=True, fillcolor=0)
    whole.paste(turned, (margin - 10, margin - 5), mask)
    return whole


def spread(left, right):
    """Lays two pages side by side, each a little aslant, with the shadow of the fold between them."""
    gap = 40
    whole = Image.new("L", (left.width + right.width + gap, left.height), 250)
    whole.paste(left.rotate(0.8, resample=Image.Resampling.BICUBIC, fillcolor=250), (0, 0))
    whole.paste(right.rotate(-0.9, resample=Image.Resampling.BICUBIC, fillcolor=250), (left.width + gap, 0))
    levels = np.asarray(whole, dtype=float)
    middle = left.width + gap / 2
    distance = np.abs(np.arange(levels.shape[1]) - middle)
    return Image.fromarray((levels * (1 - 0.62 * np.exp(-((distance / 70) ** 2)))).astype(np.uint8))


def yellowed(page):
    """Prints a page in brown on yellow paper."""
    levels = np.asarray(page.filter(ImageFilter.GaussianBlur(0.6)), dtype=float)[..., None] / 255
    paper, brown = np.array([226, 205, 150.0]), np.array([88, 58, 30.0])
    return Image.fromarray((brown + (paper - brown) * levels).astype(np.uint8))


def faint(page, seed):
    """Prints a page in pencil grey on grained paper: no darker than the shade that is left of other pages' paper."""
    levels = np.asarray(page.filter(ImageFilter.GaussianBlur(0.8)), dtype=float)
    return noisy(Image.fromarray((192 - (255 - levels) / 255 * 40).astype(np.uint8)), seed, 9)


def through(page, back, seed):
    """Lets the print of the other side show through thin paper, more than half as dark as the page's own."""
    own = np.asarray(page.filter(ImageFilter.GaussianBlur(0.8)), dtype=float)
    mirrored = back.transpose(Image.Transpose.FLIP_LEFT_RIGHT).filter(ImageFilter.GaussianBlur(1.4))
    other = 255 - (255 - np.asarray(mirrored, dtype=float)) * 0.6
    return noisy(Image.fromarray((np.minimum(own, other) * 0.85 + 25).astype(np.uint8)), seed, 5)


def with_neighbour(page, neighbour, bed):
    """Lays a page on a grey bed, with the ends of its neighbour's lines at the left, beyond the shadow of the fold."""
    margin, letters = 130, 60
    strip = neighbour.crop((neighbour.width - margin - letters, 0, neighbour.width, neighbour.height))
    whole = Image.new("L", (strip.width + page.width, page.height), 255)
    whole.paste(strip, (0, 0))
    whole.paste(page, (strip.width, 0))
    distance = np.abs(np.arange(whole.width) - strip.width)
    levels = (np.asarray(whole, dtype=float) * 0.9 + 20) * (1 - 0.6 * np.exp(-((distance / 55) ** 1.5)))
    laid = np.full((whole.height + 160, whole.width + 110), float(bed))
    laid[70 : 70 + whole.height, : whole.width] = levels
    return noisy(Image.fromarray(laid.astype(np.uint8)), 11, 6)


def main():
    first, second = pages("en")[:2]
    russian = pages("ru")[0]
    small = pages("en", 100, "1.2")[0]
    made = {
        "laid-on-its-left-side.png": ink(first).rotate(90, expand=True),
        "laid-on-its-right-side.png": ink(second).rotate(270, expand=True),
        "upside-down.png": ink(first).rotate(180),
        "upside-down-russian.png": ink(russian).rotate(180),
        "tilted-by-7-degrees.png": ink(tilted(first, 7)),
        "tilted-on-its-side.png": ink(tilted(russian, -3)).rotate(90, expand=True),
        "100-dots-per-inch.png": small,
        "white-on-black.png": ink(first.point(lambda value: 255 - value)),
        "black-border.png": ink(bordered(second, 150)),
        "specks.png": peppered(ink(first), 3, 0.08),
        "spread.png": spread(*pages("en", 200)[:2]),
        "yellowed.jpg": yellowed(first),
        "faint-on-grained-paper.jpg": faint(second, 5),
        "other-side-shows-through.jpg": through(first, second, 7),
        "neighbouring-page.jpg": with_neighbour(first, second, 60),
    }
    for name, image in made.items():
        dpi = 100 if name.startswith("100") else 200 if name == "spread.png" else DPI
        extra = {"quality": 60} if name.endswith("jpg") else {"optimize": True}
        image.save(os.path.join(CASES, name), dpi=(dpi, dpi), **extra)


if __name__ == "__main__":
    sys.exit(main())
