"""Makes vectors.bin of the word vectors of the training data: vectors.py FOLDER (with words.txt and words.f16).

The 20,000 most frequent words of letters that tell something: a key of 32 bits for each, little-endian and ascending, which
is the low bits of the FNV-1a hash of a word in small letters; then, in the same order, 16 bits for each, how many words
are more frequent; then a row of 128 signed bytes for each, which point where the vector of the word points.
"""

import re
import sys
from pathlib import Path

import numpy

WORDS, DIMENSIONS = 20_000, 128
here = Path(__file__).parent
folder = Path(sys.argv[1])
stopwords = set((here / "stopwords.txt").read_text().split())
words = (folder / "words.txt").read_text().split("\n")
vectors = numpy.fromfile(folder / "words.f16", "<f2").astype(numpy.float32).reshape(-1, DIMENSIONS)


def key(word):
    hash = 0xCBF29CE484222325
    for byte in word.encode():
        hash = (hash ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return hash & 0xFFFFFFFF


places = {}
for place, word in enumerate(words[:len(vectors)]):
    if len(places) < WORDS and re.fullmatch("[a-z]{2,}", word) and word not in stopwords:
        places.setdefault(key(word), place)
keys = sorted(places)
rows = numpy.array([vectors[places[key]] for key in keys])
rows *= 127 / numpy.abs(rows).max(axis=1, keepdims=True)
with open(here / "vectors.bin", "wb") as file:
    file.write(numpy.array(keys, "<u4").tobytes())
    file.write(numpy.array([places[key] for key in keys], "<u2").tobytes())
    file.write(rows.round().astype(numpy.int8).tobytes())
