#!/usr/bin/env python3
"""tests/bench/russian.py [SEED]: character error rates of fonds on Russian scans made here, clean and degraded.

russian.typ sets russian.txt as book pages. The clean scan is bilevel at 300 dots per inch. The degraded ones are grey: blurred, noisy,
in the shadow of a fold, stained and tilted by 2 degrees, compressed hard. FONDS names the program to measure. Needs typst, pillow, numpy.
"""
import io
import os
import sys
import tempfile

import numpy as np
import typst
from PIL import Image, ImageFilter

from ocr_score import error_rates, plain, run

HERE = os.path.dirname(os.path.abspath(__file__))
FONDS = os.environ.get("FONDS", os.path.join(HERE, "..", "..", "target", "release", "fonds"))


def degraded(page, chance):
    """Photographs a page badly."""
    page = page.filter(ImageFilter.GaussianBlur(1.1)).rotate(chance.uniform(-2, 2), resample=Image.Resampling.BICUBIC, fillcolor=255)
    levels = 60 + np.asarray(page, dtype=float) * 0.72
    height, width = levels.shape
    across, down = np.meshgrid(np.arange(width), np.arange(height))
    levels *= 1 - 0.68 * np.exp(-(across / (0.16 * width)) ** 1.5)
    x, y = chance.uniform(0.3, 0.8) * width, chance.uniform(0.3, 0.7) * height
    levels *= 1 - 0.4 * np.exp(-(((across - x) / 260) ** 2 + ((down - y) / 200) ** 2))
    levels += chance.normal(0, 14, levels.shape)
    return Image.fromarray(np.clip(levels, 0, 255).astype(np.uint8))


def main():
    chance = np.random.default_rng(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
    pages = typst.compile(os.path.join(HERE, "russian.typ"), format="png", ppi=300, root=HERE)
    pages = [Image.open(io.BytesIO(page)).convert("L") for page in (pages if isinstance(pages, list) else [pages])]
    with open(os.path.join(HERE, "russian.txt"), encoding="utf-8") as file:
        truth = plain(file.read())
    print("| scan | pages | CER % | WER % | CPU s/page |\n|---|---|---|---|---|")
    for name in ("clean", "degraded"):
        with tempfile.TemporaryDirectory() as work:
            folder = os.path.join(work, name)
            os.mkdir(folder)
            for number, page in enumerate(pages):
                file = os.path.join(folder, f"{number}")
                if name == "clean":
                    page.point(lambda level: 255 if level > 150 else 0).convert("1").save(file + ".png", dpi=(300, 300))
                else:
                    degraded(page, chance).save(file + ".jpg", quality=35, dpi=(300, 300))
            _, cpu, _ = run([FONDS, "convert", folder, "--jobs", "1", "--output", work])
            text, _, _ = run([FONDS, "text", "--as-read", os.path.join(work, name + ".xml")])
            characters, words = error_rates([(truth, plain(text))])
            print(f"| Russian, {name} | {len(pages)} | {characters:.2f} | {words:.2f} | {cpu / len(pages):.2f} |", flush=True)


if __name__ == "__main__":
    main()
