"""What several tests need: the model, the command ``attune``, and texts of all kinds."""

from __future__ import annotations

import os
import random
from pathlib import Path

import attune
import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def model():
    return attune.load()


@pytest.fixture(scope="session")
def command():
    """The path of ``attune``, built from the same sources."""
    path = os.environ.get("ATTUNE_BINARY", str(ROOT / ".build/release/attune"))
    if not os.path.exists(path):
        pytest.fail(f"no {path}: make build, or name it in ATTUNE_BINARY")
    return path


@pytest.fixture(scope="session")
def many_texts():
    """100,000 different texts of one line: feedback in new order, cut, repeated, with emoji, rare letters, nothing."""
    lines = (ROOT / "Samples/feedback.txt").read_text(encoding="utf-8").splitlines()
    words = sorted({word for line in lines for word in line.split()})
    extras = [
        "",
        " ",
        "😍",
        "👎🏽",
        "été",
        "ÄRGER",
        "日本",
        "\u200d",
        ":-(",
        "10/10",
        "&amp;",
        "http://a.example/b",
        "sooooo",
        "\0",
    ]
    random.seed(8)
    texts = []
    for number in range(100_000):
        kind = number % 5
        if kind == 0:
            text = random.choice(lines)[: random.randrange(200)]
        elif kind == 1:
            text = " ".join(random.choices(words, k=random.randrange(1, 30)))
        elif kind == 2:
            text = random.choice(lines) + random.choice(extras) + random.choice(lines)
        elif kind == 3:
            text = " ".join(random.choices(words + extras, k=random.randrange(12)))
        else:
            text = random.choice(lines).upper() + "!" * random.randrange(4)
        texts.append(text)
    texts[777] = " ".join(lines * 20)
    return texts
