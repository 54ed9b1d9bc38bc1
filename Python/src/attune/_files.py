"""Files that are written as a whole, or stay as they were."""

from __future__ import annotations

import os
import stat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO


class Replacement:
    """A file to write, in a ``with`` statement. It is written beside the one that it replaces, under a name that nobody
    can foresee, and takes its place and its mode when all is on disk; after an error the old one is there as it was. A
    symbolic link stays one. What is no regular file, as a pipe or a device, is written to as it is.

    Raises:
        OSError: the file cannot be written.
    """

    def __init__(self, path: str | bytes | os.PathLike[str] | os.PathLike[bytes]) -> None:
        self._path = os.fsdecode(path)
        self._part: str | None = None

    def __enter__(self) -> IO[bytes]:
        try:
            old = os.stat(self._path)
        except FileNotFoundError:
            old = None
        if old is not None and not stat.S_ISREG(old.st_mode):
            self._file: IO[bytes] = open(self._path, "wb")
            return self._file
        # The last of all links, also of one that leads nowhere yet.
        self._target = os.path.realpath(self._path)
        part = os.path.join(os.path.dirname(self._target), f".attune-{os.urandom(8).hex()}.tmp")
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        try:
            descriptor = os.open(part, flags, 0o666 if old is None else 0o600)
        except OSError as error:
            raise OSError(error.errno, error.strerror, self._path) from None
        self._part = part
        self._old = old
        try:
            self._file = os.fdopen(descriptor, "wb")
        except BaseException:
            os.close(descriptor)
            os.unlink(part)
            raise
        return self._file

    @staticmethod
    def _keep(old: os.stat_result, descriptor: int) -> None:
        mode = stat.S_IMODE(old.st_mode)
        try:
            os.fchown(descriptor, old.st_uid, old.st_gid)
        except OSError:  # Only its owner's rights are sure to be meant for this one.
            mode &= ~(stat.S_ISUID | stat.S_ISGID)
        os.fchmod(descriptor, mode)

    def __exit__(self, kind: type[BaseException] | None, *exception: object) -> None:
        if self._part is None:
            self._file.close()
            return
        try:
            if kind is None:
                self._file.flush()
                # Until it is complete nobody else reads it.
                if self._old is not None:
                    self._keep(self._old, self._file.fileno())
                os.fsync(self._file.fileno())
            self._file.close()
            if kind is None:
                os.replace(self._part, self._target)
                self._part = None
        finally:
            if self._part is not None:
                os.unlink(self._part)
