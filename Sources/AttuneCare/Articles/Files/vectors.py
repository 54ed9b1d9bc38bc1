"""Makes vectors.bin of the word vectors of the training data: vectors.py FOLDER (with words.txt and words.f16).

The 4,000 most frequent words of letters that tell something, in 64 dimensions of a byte: 4,000 keys of 32 bits,
little-endian and ascending, which are the low bits of the FNV-1a hash of a word in small letters; then a row for each key.
"""

import re
import sys
from pathlib import Path

import numpy

WORDS, DIMENSIONS, FULL = 4_000, 64, 128
here = Path(__file__).parent
folder = Path(sys.argv[1])
stopwords = set((here / "stopwords.txt").read_text().split())
words = (folder / "words.txt").read_text().split("\n")
vectors = numpy.fromfile(folder / "words.f16", "<f2").astype(numpy.float32).reshape(-1, FULL)[:, :DIMENSIONS]


def key(word):
    hash = 0xCBF29CE484222325
    for byte in word.encode():
        hash = (hash ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return hash & 0xFFFFFFFF


rows = {}
for place, word in enumerate(words[:len(vectors)]):
    if len(rows) < WORDS and re.fullmatch("[a-z]{2,}", word) and word not in stopwords:
        rows.setdefault(key(word), vectors[place] * (127 / numpy.abs(vectors[place]).max()))
keys = sorted(rows)
with open(here / "vectors.bin", "wb") as file:
    file.write(numpy.array(keys, "<u4").tobytes())
    file.write(numpy.array([rows[key] for key in keys]).round().astype(numpy.int8).tobytes())
