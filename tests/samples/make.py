#!/usr/bin/env python3
"""Makes the sample sources in input/ from the files in this folder: `make samples`.

article.typ  -> input/article.pdf   born digital, straight from Typst
gazette.typ  -> input/gazette.pdf   pages as bilevel images (CCITT group 4), 300 dpi, a little turned and speckled
vestnik.typ  -> input/vestnik.pdf   pages as grey images (JPEG), 300 dpi, with uneven light
lecture.txt  -> input/lecture.txt   UTF-8 here, Windows-1251 with CRLF there

input/transcript.txt was typed as it is and has no other source. Everything random is seeded, and no date of the run is
written, so the same versions of the tools give the same bytes: typst 0.15.2, pillow 13.0.0, numpy 2.4.6, img2pdf 0.6.3.
"""
import io
import math
import os
import random
import shutil
import tempfile

import img2pdf
import numpy as np
import typst
from PIL import Image, ImageDraw, ImageFilter

HERE = os.path.dirname(os.path.abspath(__file__))
INPUT = os.path.join(HERE, "..", "..", "input")
DPI = 300


def draw_harbour(path):
    """Draws the plan of a harbour: river, basin, mole, moored barges, hatched banks, a north arrow."""
    rng = random.Random(1864)
    width, height = 1300, 620
    plan = Image.new("L", (width, height), 252)
    pen = ImageDraw.Draw(plan)

    def bank(x):
        return 150 + 38 * math.sin(x / 190) + 14 * math.sin(x / 61)

    def far_bank(x):
        return 520 + 22 * math.sin(x / 240 + 1)

    for x in range(0, width, 9):
        pen.line([(x, bank(x)), (x - 16, bank(x) - 24 - rng.random() * 16)], fill=90, width=2)
        pen.line([(x, far_bank(x)), (x + 14, far_bank(x) + 22 + rng.random() * 16)], fill=90, width=2)
    for offset in range(40, 340, 44):
        points = [(x, bank(x) * (1 - offset / 370) + far_bank(x) * offset / 370 + rng.random() * 2) for x in range(0, width, 12)]
        for start in range(0, len(points) - 6, 9):
            pen.line(points[start:start + 5], fill=170, width=2)
    pen.line([(x, bank(x)) for x in range(width)], fill=20, width=5)
    pen.line([(x, far_bank(x)) for x in range(width)], fill=20, width=5)
    pen.line([(420, bank(420)), (450, 400), (930, 400)], fill=20, width=15, joint="curve")
    pen.ellipse([912, 376, 962, 426], outline=20, width=6)
    for row in range(3):
        for place in range(9):
            x, y = 490 + place * 46 + rng.random() * 6, 232 + row * 52 + rng.random() * 6
            pen.polygon([(x, y + 9), (x + 7, y), (x + 31, y), (x + 38, y + 9), (x + 31, y + 18), (x + 7, y + 18)], fill=252, outline=40, width=2)
    for house in range(11):
        x = 80 + house * 108 + rng.random() * 20
        pen.rectangle([x, 36, x + 34 + rng.random() * 22, 62], outline=40, width=3)
    pen.line([(1220, 580), (1220, 470)], fill=20, width=4)
    pen.polygon([(1220, 452), (1210, 484), (1230, 484)], fill=20)
    plan.filter(ImageFilter.GaussianBlur(0.8)).save(path)


def page_images(source):
    """Returns the pages of a Typst file as grey images at the scanner's resolution."""
    pages = typst.compile(source, format="png", ppi=DPI)
    return [Image.open(io.BytesIO(page)).convert("L") for page in (pages if isinstance(pages, list) else [pages])]


def scan(page, dice, turn, blur, noise):
    """Lays a page on the glass: turned by up to `turn` degrees, blurred, with the noise of the sensor."""
    page = page.rotate(dice.uniform(-turn, turn), resample=Image.BICUBIC, fillcolor=255)
    page = page.filter(ImageFilter.GaussianBlur(blur))
    grain = np.random.default_rng(dice.randrange(2**32)).normal(0, noise, (page.height, page.width))
    return np.asarray(page).astype(np.float32) + grain


def bilevel(page, dice):
    """Scans in black and white, with dust on the glass and holes in the print; returns a TIFF."""
    black = scan(page, dice, turn=0.7, blur=0.9, noise=9) < 150
    for _ in range(420):
        y, x = dice.randrange(black.shape[0] - 4), dice.randrange(black.shape[1] - 4)
        black[y:y + dice.choice((1, 1, 2, 3)), x:x + dice.choice((1, 2, 2, 3))] = dice.random() < 0.75
    out = io.BytesIO()
    Image.fromarray(~black).convert("1").save(out, "TIFF", compression="group4", dpi=(DPI, DPI))
    return out.getvalue()


def grey(page, dice):
    """Scans in grey, with yellowed paper and the lamp weaker to one side; returns a JPEG."""
    pixels = scan(page, dice, turn=0.6, blur=0.8, noise=3)
    light = np.linspace(0.90, 0.98, page.width)[None, :] - np.linspace(0, 0.03, page.height)[:, None]
    out = io.BytesIO()
    Image.fromarray((pixels * light).clip(0, 255).astype(np.uint8)).save(out, "JPEG", quality=40, dpi=(DPI, DPI))
    return out.getvalue()


def write(name, content):
    with open(os.path.join(INPUT, name), "wb") as file:
        file.write(content)
    print(f"input/{name}: {len(content):,} bytes")


def bind(images):
    """Puts page images into a PDF without a date."""
    return img2pdf.convert(images, engine=img2pdf.Engine.internal, nodate=True)


def main():
    os.makedirs(INPUT, exist_ok=True)
    with tempfile.TemporaryDirectory() as workshop:
        source = shutil.copy(os.path.join(HERE, "article.typ"), workshop)
        draw_harbour(os.path.join(workshop, "harbour.png"))
        write("article.pdf", typst.compile(source))
    dice = random.Random(1921)
    write("gazette.pdf", bind([bilevel(page, dice) for page in page_images(os.path.join(HERE, "gazette.typ"))]))
    dice = random.Random(1783)
    write("vestnik.pdf", bind([grey(page, dice) for page in page_images(os.path.join(HERE, "vestnik.typ"))]))
    with open(os.path.join(HERE, "lecture.txt"), encoding="utf-8") as file:
        write("lecture.txt", file.read().replace("\n", "\r\n").encode("windows-1251"))


if __name__ == "__main__":
    main()
