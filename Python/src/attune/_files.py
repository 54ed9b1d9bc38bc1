"""Files that are written as a whole, or not at all, and never over what is read."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import stat
from collections.abc import Iterable, Iterator
from typing import BinaryIO

_DESCRIPTOR = re.compile(r"/dev/fd/(\d+)|/proc/self/fd/(\d+)")
_STREAMS = {"/dev/stdin": 0, "/dev/stdout": 1, "/dev/stderr": 2}
_MOST_LINKS = 40


def identity(file: str | int) -> tuple[int, int] | None:
    """What tells whether two paths or descriptors lead to one file. None for what is not there, and for what can be both
    read and written without harm."""
    try:
        status = os.stat(file)
    except OSError:
        return None
    if stat.S_ISREG(status.st_mode) or stat.S_ISFIFO(status.st_mode):
        return status.st_dev, status.st_ino
    return (-1, status.st_rdev) if stat.S_ISBLK(status.st_mode) else None


def input_that_is(output: str | int, inputs: Iterable[str | int]) -> str | int | None:
    """The one of ``inputs`` that is the output as well."""
    target = identity(output)
    return None if target is None else next((file for file in inputs if identity(file) == target), None)


@contextlib.contextmanager
def replacing(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """A file that takes its place when the block ends: it has a name beside its own until then, and the mode of the file
    that it replaces. After an exception everything is as it was. Links are followed; what is no regular file is written
    as it is.

    Raises:
        OSError: the file cannot be written.
    """
    target, descriptor = _target(os.fspath(path))
    if descriptor is not None:
        with open(os.dup(descriptor), "wb") as file:
            yield file
        return
    try:
        old: os.stat_result | None = os.stat(target)
    except FileNotFoundError:
        old = None
    if old is not None and not stat.S_ISREG(old.st_mode):
        # A folder is an error here.
        with open(target, "wb") as file:
            yield file
        return
    if old is not None and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), target)
    folder, name = os.path.split(target)
    # Too long a name, or none, is an error now and not at the end.
    if not name or name in (".", ".."):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), target)
    part = os.path.join(folder, f".attune-{secrets.token_hex(16)}.tmp")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    part_descriptor = os.open(part, flags, 0o666 if old is None else 0o600)
    try:
        with open(part_descriptor, "wb") as file:
            yield file
            file.flush()
            if old is not None:
                _inherit(file.fileno(), old)
            os.fsync(file.fileno())
        os.replace(part, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.remove(part)
        raise


def _inherit(descriptor: int, old: os.stat_result) -> None:
    """The mode and, where that is allowed, the owner of the file that is replaced."""
    mode = stat.S_IMODE(old.st_mode)
    try:
        os.fchown(descriptor, old.st_uid, old.st_gid)
    except OSError:
        mode &= ~0o6000
        try:
            os.fchown(descriptor, -1, old.st_gid)
        except OSError:
            # What the old group was allowed is not for another one.
            mode &= ~0o070
    os.fchmod(descriptor, mode)


def _target(path: str) -> tuple[str, int | None]:
    """Where links lead, also when nothing is there yet; and the descriptor that the path names, if it does."""
    for _ in range(_MOST_LINKS + 1):
        found = _DESCRIPTOR.fullmatch(path)
        if found or path in _STREAMS:
            return path, int(found[1] or found[2]) if found else _STREAMS[path]
        try:
            link = os.readlink(path)
        except OSError as error:
            # EINVAL: there is something, and it is no link.
            if error.errno in (errno.EINVAL, errno.ENOENT):
                return path, None
            raise
        if path.startswith("/proc/"):
            return path, None
        path = os.path.join(os.path.dirname(path), link)
    raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), path)
