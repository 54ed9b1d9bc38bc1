"""A model's verdicts on a list of texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import repeat

from ._columns import VerdictColumns
from ._library import MISSING
from ._verdict import Verdict, verdict_type

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, overload
else:

    def overload(function):
        return function


#: Verdicts that become objects at a time.
_BLOCK = 4096


class Verdicts(Sequence):  # type: ignore[type-arg]
    """A read-only list of verdicts, one for each text and None for a missing text, with access to their columns.

        >>> verdicts = model.classify(["Great service", "Never again"])
        >>> verdicts[0].label, len(verdicts), [verdict.score for verdict in verdicts]
        >>> verdicts["label"], verdicts["negative"]

    The verdicts are stored as columns of numbers, 20 bytes per text with three classes, and become objects on access.
    ``list(verdicts)`` makes a list of them; so does a slice.
    """

    __slots__ = ("_columns", "_labels", "_names", "_type")
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, labels: tuple[str, ...], fields: tuple[str, ...], columns: VerdictColumns) -> None:
        self._labels = labels
        # By the number of a label: -1 is unknown, -2 missing.
        self._names: list[str | None] = [*labels, None, "unknown"]
        self._type = verdict_type(fields)
        self._columns = columns

    def __len__(self) -> int:
        return self._columns.count

    if TYPE_CHECKING:

        @overload
        def __getitem__(self, key: int) -> Verdict | None: ...
        @overload
        def __getitem__(self, key: slice) -> list[Verdict | None]: ...
        @overload
        def __getitem__(self, key: str) -> list[Any]: ...

    def __getitem__(self, key: Any) -> Any:
        """A verdict, a list of verdicts for a slice, or a list of a column's values for its name: label, score or a
        class."""
        if isinstance(key, slice):
            return [self[row] for row in range(*key.indices(len(self)))]
        if isinstance(key, str):
            return self._column(key)
        row = range(len(self))[key]
        return self._block(row, row + 1)[0]

    def __iter__(self) -> Iterator[Verdict | None]:
        for first in range(0, len(self), _BLOCK):
            yield from self._block(first, min(first + _BLOCK, len(self)))

    def _block(self, first: int, last: int) -> list[Verdict | None]:
        numbers = self._columns.label_list(first, last)
        rows = zip(map(self._names.__getitem__, numbers), *self._columns.number_lists(first, last))
        verdicts: list[Verdict | None] = list(map(tuple.__new__, repeat(self._type), rows))
        if MISSING in numbers:
            for row, number in enumerate(numbers):
                if number == MISSING:
                    verdicts[row] = None
        return verdicts

    def _column(self, name: str) -> list[Any]:
        fields = self._type._fields
        if name not in fields:
            raise KeyError(f"no column '{name}'; there are {', '.join(fields)}")
        numbers = self._columns.label_list(0, len(self))
        if name == "label":
            return list(map(self._names.__getitem__, numbers))
        values: list[Any] = self._columns.number_lists(0, len(self), fields.index(name) - 1)[0]
        if MISSING in numbers:
            values = [None if number == MISSING else value for number, value in zip(numbers, values)]
        return values

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, (Verdicts, list, tuple)):
            return NotImplemented
        return len(self) == len(other) and all(mine == its for mine, its in zip(self, other))

    def __repr__(self) -> str:
        shown = ", ".join(map(repr, self[:3]))
        return f"Verdicts([{shown}{', …' if len(self) > 3 else ''}])  # {len(self)}"

    def __reduce__(self) -> tuple[object, ...]:
        return Verdicts, (self._labels, self._type._fields, self._columns)
