"""Attune in Python beside its peers and the command, in one run, alternating, on texts of one line each.

    python Benchmarks/python.py posts.txt .build/release/attune

Needs the wheel, pyarrow, scikit-learn and vaderSentiment. Prints the least time of five rounds; the peers see a part of
the texts and are scaled up.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time

import attune
import pyarrow as pa
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import LogisticRegression
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer


def seconds(work) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def main() -> None:
    path, command = sys.argv[1:3]
    with open(path, encoding="utf-8") as file:
        texts = file.read().split("\n")[:-1]
    array = pa.array(texts)
    model = attune.load()
    analyzer = SentimentIntensityAnalyzer()
    vectorizer = HashingVectorizer()
    few = texts[:20_000]
    regression = LogisticRegression(max_iter=5).fit(vectorizer.transform(few), [row % 3 for row in range(len(few))])
    start = "import attune; attune.load().classify('No complaints, all good')"
    work = {
        "list": lambda: model.classify(texts),
        "Arrow array": lambda: model.classify(array),
        "attune classify": lambda: subprocess.run([command, "classify", "-q", path, "-o", os.devnull], check=True),
        "vaderSentiment": lambda: [analyzer.polarity_scores(text) for text in few],
        "HashingVectorizer and LogisticRegression": lambda: regression.predict(vectorizer.transform(few)),
        "import, load, first verdict": lambda: subprocess.run([sys.executable, "-c", start], check=True),
        "python alone": lambda: subprocess.run([sys.executable, "-c", ""], check=True),
    }
    least = dict.fromkeys(work, float("inf"))
    for _ in range(5):
        for name in work:
            least[name] = min(least[name], seconds(work[name]))
    scale = len(texts) / len(few)
    least["vaderSentiment"] *= scale
    least["HashingVectorizer and LogisticRegression"] *= scale
    for name, value in least.items():
        print(f"{name:42}{value:9.3f} s")
    print(f"list to vaderSentiment                     {least['vaderSentiment'] / least['list']:9.1f}")
    scikit_learn = least["HashingVectorizer and LogisticRegression"]
    print(f"list to scikit-learn                       {scikit_learn / least['list']:9.1f}")
    print(f"Arrow array to attune classify             {least['attune classify'] / least['Arrow array']:9.2f}")


if __name__ == "__main__":
    main()
