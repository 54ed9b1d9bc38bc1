"""Verdicts as columns of numbers, as the library writes them."""

from __future__ import annotations

import ctypes

from ._library import Columns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class VerdictColumns:
    """Room for verdicts on ``count`` texts.

    Attributes:
        labels: ``[count]`` int32: the number of a class, -1 for unknown, -2 for a text that is missing.
        scores: ``[count]`` float32.
        probabilities: ``[classes x count]`` float32: all texts of the first class, then all of the second.
    """

    __slots__ = ("_addresses", "_keep", "classes", "count", "labels", "probabilities", "scores")

    def __init__(self, classes: int, count: int) -> None:
        self.count = count
        self.classes = classes
        self.labels = bytearray(4 * count)
        self.scores = bytearray(4 * count)
        self.probabilities = bytearray(4 * count * classes)
        self._keep = [
            (ctypes.c_char * len(column)).from_buffer(column)
            for column in (self.labels, self.scores, self.probabilities)
        ]
        self._addresses = [ctypes.addressof(column) for column in self._keep]

    def rows_from(self, first: int) -> Columns:
        """Where the library writes the verdict on text ``first`` and those behind it."""
        label, score, probabilities = self._addresses
        return Columns(label + 4 * first, score + 4 * first, probabilities + 4 * first, self.count)

    def copy(self, first: int, part: VerdictColumns) -> None:
        """Puts the rows of ``part`` at ``first``."""
        places = [(self.labels, part.labels), (self.scores, part.scores)]
        for mine, other in places:
            memoryview(mine)[4 * first : 4 * (first + part.count)] = other
        for label in range(self.classes):
            self.probability(label)[4 * first : 4 * (first + part.count)] = part.probability(label)

    def probability(self, label: int) -> memoryview:
        """``[count]`` float32 of one class."""
        return memoryview(self.probabilities)[4 * self.count * label : 4 * self.count * (label + 1)]

    def label_list(self, first: int, last: int) -> list[int]:
        return memoryview(self.labels)[4 * first : 4 * last].cast("i").tolist()

    def numbers(self) -> list[memoryview]:
        """``[count]`` float32 each: the scores, then the probabilities of each class."""
        return [memoryview(self.scores), *map(self.probability, range(self.classes))]

    def number_lists(self, first: int, last: int, only: int | None = None) -> list[list[float]]:
        """The same of some rows as Python's numbers; ``only`` of one of them."""
        lists: list[Any] = []
        for part in self.numbers() if only is None else self.numbers()[only : only + 1]:
            floats = part[4 * first : 4 * last].cast("f")
            lists.append(floats.tolist())
        return lists

    def __reduce__(self) -> tuple[object, ...]:
        return _restored, (self.classes, self.count, *map(bytes, (self.labels, self.scores, self.probabilities)))


def _restored(classes: int, count: int, labels: bytes, scores: bytes, probabilities: bytes) -> VerdictColumns:
    columns = VerdictColumns(classes, count)
    columns.labels[:], columns.scores[:], columns.probabilities[:] = labels, scores, probabilities
    return columns
