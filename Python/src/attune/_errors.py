"""Errors, as exceptions that hold data."""

from __future__ import annotations


class AttuneError(Exception):
    """The base class of Attune's own exceptions. Missing files raise ``FileNotFoundError``, as usual."""


class LibraryError(AttuneError, ImportError):
    """Attune's shared library cannot be loaded."""


class LibraryVersionError(LibraryError):
    """The shared library is too old or too new for this package.

    Attributes:
        found: version of the library's interface, as in ``"2.0"``.
        required: the version that this package needs: the same number before the dot, and at least the number after it.
    """

    def __init__(self, path: str, found: str, required: str) -> None:
        super().__init__(f"{path} has interface version {found}, this package needs {required}")
        self.found = found
        self.required = required


class ModelError(AttuneError, ValueError):
    """The bytes are not a model, or not a complete one."""


class ModelVersionError(ModelError):
    """The model has a format that this version of Attune does not know.

    Attributes:
        found: the format of the model.
        supported: the format that this version reads.
    """

    def __init__(self, message: str, found: int, supported: int) -> None:
        super().__init__(message)
        self.found = found
        self.supported = supported


class ClosedError(AttuneError, ValueError):
    """The model was closed."""


class ChangedError(AttuneError, RuntimeError):
    """A sequence became shorter or longer while its texts were being read."""


class UnsupportedTypeError(AttuneError, TypeError):
    """A value that is not text, or an array whose type is not text."""


class InvalidArrayError(AttuneError, ValueError):
    """An inconsistent Arrow array.

    Attributes:
        index: the index of the text where this shows.
    """

    def __init__(self, message: str, index: int) -> None:
        super().__init__(message)
        self.index = index


class TrainingError(AttuneError, ValueError):
    """Nothing can be learned from these texts and labels.

    Attributes:
        index: the index of the text that causes it, or None.
    """

    def __init__(self, message: str, index: int | None = None) -> None:
        super().__init__(message)
        self.index = index
