"""Connections to a SQLite file: how they are set up, shared between threads, and how they fail."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue

from rag.errors import DiskFullError, RagError, StoreError

BUSY_TIMEOUT_S = 60.0
_MAPPED = (1 << 31) - (1 << 16)
"""Bytes of a file that are read as memory, the most SQLite allows: a sixth less time to read vectors."""
_SETTINGS = (
    "journal_mode = WAL",
    "synchronous = NORMAL",
    "foreign_keys = ON",
    "secure_delete = ON",
    f"mmap_size = {_MAPPED}",
)
_FULL = ("database or disk is full", "No space left on device", "Disk quota exceeded")


def is_full(error: Exception) -> bool:
    """Whether it failed for want of room."""
    no_room = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
    return no_room or any(phrase in str(error) for phrase in _FULL)


def disk_full() -> DiskFullError:
    """There is no room."""
    return DiskFullError(
        "There is no room left to write the index.",
        hint="Free some space and run the same command again; what was finished is kept.",
    )


def store_error(error: Exception) -> RagError:
    """What went wrong in the file system or in SQLite, as one sentence and a hint."""
    if isinstance(error, RagError):
        return error
    if is_full(error):
        return disk_full()
    if isinstance(error, sqlite3.DatabaseError) and ("malformed" in str(error) or "not a database" in str(error)):
        return StoreError(f"The index is damaged: {error}.", hint="Build it again with `rag ingest PATH... --rebuild`.")
    return StoreError(f"The index cannot be used: {error}.", hint="`rag doctor` says what is wrong with it.")


@contextmanager
def mapped_errors() -> Iterator[None]:
    """Let nothing but this project's own errors out."""
    try:
        yield
    except (sqlite3.Error, OSError, UnicodeError) as error:
        raise store_error(error) from error


def connect(path: Path) -> sqlite3.Connection:
    """A connection in autocommit mode that zeroes what it deletes and waits for other writers."""
    connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False)
    try:
        for setting in _SETTINGS:
            connection.execute(f"PRAGMA {setting}")
    except BaseException:
        connection.close()
        raise
    return connection


class Pool:
    """Connections to one file, each used by one thread at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._idle: SimpleQueue[sqlite3.Connection] = SimpleQueue()

    @contextmanager
    def transaction(self, mode: str = "DEFERRED") -> Iterator[sqlite3.Connection]:
        """One snapshot to read from (DEFERRED), or one commit to write (IMMEDIATE)."""
        with mapped_errors(), self.connection() as connection:
            connection.execute(f"BEGIN {mode}")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """A connection outside of any transaction."""
        with mapped_errors():
            try:
                connection = self._idle.get_nowait()
            except Empty:
                connection = connect(self._path)
            try:
                yield connection
            finally:
                self._idle.put(connection)

    def close(self) -> None:
        """Close the idle connections; one still in use is closed when it is collected."""
        while True:
            try:
                self._idle.get_nowait().close()
            except Empty:
                return
