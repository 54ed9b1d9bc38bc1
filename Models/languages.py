#!/usr/bin/env python3
"""Makes languages.bin, the n-gram profiles of `LanguageDetector`.

usage: languages.py FOLDER

FOLDER holds the Universal Declaration of Human Rights, which is in the public domain, in one file for each language: the
folder langclass/ShortTexts of the sources of libexttextcat ("apt-get source libexttextcat"). Short texts written for the
purpose, languages.tsv, count three times.

The file, little-endian: u32 languages, u32 rows, a code of four bytes for each language (padded with zeros), then rows of i8,
one a language. A row belongs to the n-grams with its hash; a number is the logarithm of how much more frequent they are in the
language than in the geometric mean of all, in units of 1/12.
"""

import glob
import math
import os
import re
import struct
import sys
import unicodedata

# Of each language, the files that are read as one.
LANGUAGES = {code: [code] for code in (
    "en de fr es pt it nl sv da no fi is et lv lt pl cs sk sl hr hu ro sq tr az vi id tl sw af ca eu cy ga mt eo "
    "ru uk bg sr mk be kk mn ar fa ur hi mr ne").split()}
LANGUAGES |= {"no": ["nb"], "hr": ["hr", "bs", "sr-Latn"], "sr": ["sr-Cyrl"]}
ROWS = 1 << 14
LONGEST = 4
SMOOTHING = 0.3
WRITTEN_WEIGHT = 3
ENGLISH_WEIGHT = 4
UNITS = 12

# The Latvian file is in a font's own encoding.
LATVIAN = str.maketrans("ÂâÈèÌìÅåðøîùþ", "ĀāĒēĪīĢģņšļūž")


def read(folder, name):
    data = open(os.path.join(folder, name + ".txt"), "rb").read()
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    return text.translate(LATVIAN) if name == "lv" else text


def words(text):
    word = ""
    for character in unicodedata.normalize("NFC", text).lower():
        if unicodedata.category(character)[0] in "LM":
            word += character
        elif word:
            yield word
            word = ""
    if word:
        yield word


def ngrams(text):
    """1 to LONGEST characters of " word ", and longer words whole, behind a "#"."""
    for word in words(text):
        word = f" {word} "
        for start in range(len(word)):
            for end in range(start + 1, min(start + LONGEST, len(word)) + 1):
                if word[start:end] != " ":
                    yield word[start:end]
        if len(word) > LONGEST:
            yield "#" + word


def row(ngram):
    """FNV-1a of its UTF-8 bytes."""
    value = 14695981039346656037
    for byte in ngram.encode():
        value = (value ^ byte) * 1099511628211 & (1 << 64) - 1
    return (value >> 20) % ROWS


def add_english(counts, here):
    """Adds the texts that were written for the model, as ENGLISH_WEIGHT times as many n-grams as there are so far."""
    more = [0] * ROWS
    for path in sorted(glob.glob(os.path.join(here, "written/*.tsv"))):
        for line in open(path, encoding="utf-8"):
            for ngram in ngrams(line.rstrip("\n").split("\t")[-1]):
                more[row(ngram)] += 1
    scale = ENGLISH_WEIGHT * sum(counts) / sum(more)
    for place, count in enumerate(more):
        counts[place] += scale * count


def main():
    folder, here = sys.argv[1], os.path.dirname(os.path.abspath(__file__))
    written = dict(line.rstrip("\n").split("\t") for line in open(os.path.join(here, "languages.tsv")))
    logs = []
    for code, files in LANGUAGES.items():
        counts = [SMOOTHING] * ROWS
        for name in files:
            for ngram in ngrams(read(folder, name)):
                counts[row(ngram)] += 1 / len(files)
        for ngram in ngrams(written.get(code, "")):
            counts[row(ngram)] += WRITTEN_WEIGHT
        if code == "en":
            add_english(counts, here)
        total = sum(counts)
        logs.append([math.log(count / total) for count in counts])
    with open(os.path.join(here, "languages.bin"), "wb") as file:
        file.write(struct.pack("<II", len(LANGUAGES), ROWS))
        for code in LANGUAGES:
            file.write(code.encode().ljust(4, b"\0"))
        for place in range(ROWS):
            column = [log[place] for log in logs]
            mean = sum(column) / len(column)
            file.write(bytes(max(-127, min(127, round(UNITS * (value - mean)))) & 0xFF for value in column))


main()
