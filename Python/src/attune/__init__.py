"""Attune measures what customers feel in what they write.

    >>> import attune
    >>> model = attune.load()
    >>> model.classify("No complaints, all good").label
    'positive'

``Model.classify`` takes one text or many, as a list, a generator, an array or a column, and returns the same kind. See
``help(attune.Model)``. ``attune.AttuneClassifier`` is a classifier for scikit-learn, ``attune.spark`` runs on Spark,
``attune.redis_streams`` works between machines, and ``python -m attune`` runs on the command line.
"""

from __future__ import annotations

from ._errors import (
    AttuneError,
    ChangedError,
    ClosedError,
    InvalidArrayError,
    LibraryError,
    LibraryVersionError,
    ModelError,
    ModelVersionError,
    TrainingError,
    UnsupportedTypeError,
)
from ._model import Model, language, load, load_bytes, train
from ._verdict import Verdict
from ._verdicts import Verdicts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._sklearn import AttuneClassifier

__version__ = "0.1.0"

__all__ = [
    "AttuneClassifier",
    "AttuneError",
    "ChangedError",
    "ClosedError",
    "InvalidArrayError",
    "LibraryError",
    "LibraryVersionError",
    "Model",
    "ModelError",
    "ModelVersionError",
    "TrainingError",
    "UnsupportedTypeError",
    "Verdict",
    "Verdicts",
    "language",
    "load",
    "load_bytes",
    "train",
]


def __getattr__(name: str) -> object:
    # scikit-learn takes a second to import: only who asks for it waits.
    if name == "AttuneClassifier":
        from ._sklearn import AttuneClassifier

        return AttuneClassifier
    raise AttributeError(f"module 'attune' has no attribute {name!r}")
