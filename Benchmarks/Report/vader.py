"""VADER over lines of standard input: its compound score a line."""

import sys

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

analyzer = SentimentIntensityAnalyzer()
for line in sys.stdin.buffer:
    print(f"{analyzer.polarity_scores(line.decode('utf-8', 'replace'))['compound']:.4f}")
