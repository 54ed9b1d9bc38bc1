"""A model's verdict on one text."""

from __future__ import annotations

from operator import itemgetter


class Verdict(tuple):  # type: ignore[type-arg]
    """A named tuple: ``label``, ``score``, and a probability for each class of the model.

    For sentiment, ``score`` is p(positive) - p(negative), from -1 to 1; for other classes it is the probability of the
    label. A text without any known word is "unknown", with score 0 and the probabilities of a text about which nothing
    is known. Numbers are the engine's 32-bit floats.

        >>> verdict.label, verdict.positive, verdict.probabilities["positive"]
        ('positive', 0.9951972365379333, 0.9951972365379333)
    """

    __slots__ = ()
    #: Names of all values.
    _fields: tuple[str, ...] = ("label", "score")

    @property
    def label(self) -> str:
        """The most probable class, or "unknown"."""
        return self[0]  # type: ignore[no-any-return]

    @property
    def score(self) -> float:
        """For sentiment, -1 (negative) to 1 (positive); otherwise the probability of ``label``."""
        return self[1]  # type: ignore[no-any-return]

    @property
    def probabilities(self) -> dict[str, float]:
        """A probability for each class, in the order of the model."""
        return dict(zip(self._fields[2:], self[2:]))

    def _asdict(self) -> dict[str, object]:
        return dict(zip(self._fields, self))

    def __getattr__(self, name: str) -> float:
        try:
            return self[self._fields.index(name, 2)]  # type: ignore[no-any-return]
        except ValueError:
            raise AttributeError(f"the model has no class {name!r}") from None

    def __repr__(self) -> str:
        return "Verdict(" + ", ".join(f"{name}={value!r}" for name, value in zip(self._fields, self)) + ")"

    def __reduce__(self) -> tuple[object, ...]:
        return _restored, (self._fields, tuple(self))


_types: dict[tuple[str, ...], type[Verdict]] = {}


def verdict_type(fields: tuple[str, ...]) -> type[Verdict]:
    """The type of a model's verdicts; equal names give the same type."""
    found = _types.get(fields)
    if found is None:
        members: dict[str, object] = {"__slots__": (), "_fields": fields, "__doc__": Verdict.__doc__}
        for place, name in enumerate(fields[2:], 2):
            # Names that begin with an underscore mean something to Python; __getattr__ finds them.
            if name.isidentifier() and not name.startswith("_") and not hasattr(Verdict, name):
                members[name] = property(itemgetter(place))
        found = _types.setdefault(fields, type("Verdict", (Verdict,), members))
    return found


def _restored(fields: tuple[str, ...], values: tuple[object, ...]) -> Verdict:
    return tuple.__new__(verdict_type(fields), values)
