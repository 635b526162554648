# make run    converts input/ to output/      make test   runs all tests
# Both first install what is missing, with apt-get or brew, and say what.

.PHONY: run test samples scans bench

run:
	.ci/tools run
	cargo build --release --locked
	target/release/fonds convert input --output output

# BLESS=1 make test writes the expectations of the case files.
test:
	.ci/tools test
	@if command -v cargo-nextest >/dev/null 2>&1; then \
	  set -x; cargo nextest run --locked && cargo test --locked --doc; \
	else \
	  set -x; cargo test --locked; \
	fi

# Makes the sources in input/ anew; needs Python with typst, pillow, numpy and img2pdf.
samples:
	python3 tests/samples/make.py

# Makes the scans of tests/cases/read/image that were laid or taken badly; needs the same.
scans:
	python3 tests/samples/scans.py

# Compares time and memory with pdftotext and mutool: make bench PDF=book.pdf RUNS=9
bench:
	cargo build --release --locked
	tests/bench/peers.sh $(PDF) $(RUNS)
