#!/usr/bin/env python3
"""tests/bench/memory.py [PAGES …]: the peak memory of `fonds convert` over the number of scanned pages; 10, 100 and 1000 unless told.

Each document is a PDF of as many bilevel pages of a few lines, 300 dots per inch, all different. The last column is what a page more
takes, against the document before: the rasters in work are the same for all. FONDS names the program. Needs typst, pillow, img2pdf.
"""
import io
import os
import subprocess
import sys
import tempfile

import img2pdf
import typst
from PIL import Image

HERE = os.path.dirname(os.path.abspath(__file__))
FONDS = os.environ.get("FONDS", os.path.join(HERE, "..", "..", "target", "release", "fonds"))
SOURCE = """#set page(width: 110mm, height: 150mm, margin: 14mm)
#set text(font: "Libertinus Serif", size: 11pt)
On page {n} the clerk wrote the same line as on every page before, and put his name beneath it.

Then he counted the pages, and there were {n} of them.
"""


def leaf(number):
    """Returns a page as a bilevel PNG."""
    made = typst.compile(SOURCE.replace("{n}", str(number)).encode(), format="png", ppi=300)
    page = Image.open(io.BytesIO(made)).convert("L").point(lambda level: 255 if level > 150 else 0).convert("1")
    out = io.BytesIO()
    page.save(out, "PNG", dpi=(300, 300))
    return out.getvalue()


def peak(command):
    """Returns the peak memory of the largest process of a command, KiB."""
    code = "import resource,subprocess,sys; subprocess.run(sys.argv[1:],check=True); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    done = subprocess.run([sys.executable, "-c", code, *command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True)
    return int(done.stdout.split()[-1])


def main():
    counts = [int(count) for count in sys.argv[1:]] or [10, 100, 1000]
    print("| pages | file KiB | peak MiB | KiB a page more |\n|---|---|---|---|")
    before = None
    for count in counts:
        with tempfile.TemporaryDirectory() as work:
            pdf = os.path.join(work, "book.pdf")
            with open(pdf, "wb") as file:
                file.write(img2pdf.convert([leaf(number) for number in range(1, count + 1)]))
            command = [FONDS, "convert", pdf, "--lang", "en", "--jobs", "2", "--timeout", "36000", "--output", work]
            kilobytes, size = peak(command), os.path.getsize(pdf) // 1024
        more = "" if before is None else f"{(kilobytes - before[1]) / (count - before[0]):.0f}"
        print(f"| {count} | {size} | {kilobytes / 1024:.0f} | {more} |", flush=True)
        before = (count, kilobytes)


if __name__ == "__main__":
    main()
