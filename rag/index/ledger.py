"""How far what is derived from the catalog has come: Chroma, and the purge.

Each language's row says up to which `seq` its collection is `settled`; the rest is still to do.
"""

# ruff: noqa: S608  what is put into a query here is a name or a number of this house's own making

from __future__ import annotations

import sqlite3

from rag.index import manifest, rows
from rag.index.records import Arrived, Departed, Progress
from rag.index.sqlite import Pool
from rag.types import Language


class Ledger:
    """The part of a catalog that keeps accounts. Every method is one snapshot or one commit."""

    def __init__(self, pool: Pool, dimension: int) -> None:
        self._pool = pool
        self._dimension = dimension

    def progress(self) -> dict[Language, Progress]:
        """How far Chroma has come with each language."""
        query = (
            "SELECT code, epoch, settled, writes, suspect, dead, state,"
            " (SELECT COUNT(*) FROM chunk WHERE language = code),"
            " (SELECT COUNT(*) FROM chunk WHERE language = code AND seq > settled),"
            " (SELECT COUNT(*) FROM departed WHERE language = code) FROM language ORDER BY code"
        )
        with self._pool.transaction() as sql:
            return {row[0]: rows.to_progress(row[1:]) for row in sql.execute(query)}

    def errands(self, language: Language, seq: int, limit: int) -> tuple[list[Departed], list[Arrived]]:
        """The chunks of a language that Chroma is to delete, and the first written after `seq`, in one snapshot."""
        gone = "SELECT number, chunk FROM departed WHERE language = ? ORDER BY number"
        come = (
            "SELECT c.seq, c.id, v.passage FROM chunk c JOIN vectors v ON v.seq = c.seq"
            " WHERE c.language = ? AND c.seq > ? ORDER BY c.seq LIMIT ?"
        )
        with self._pool.transaction() as sql:
            departed = [Departed(*row) for row in sql.execute(gone, (language,))]
            arrived = [
                Arrived(seq, id_, rows.to_vectors(passage, self._dimension)[0])
                for seq, id_, passage in sql.execute(come, (language, seq, limit))
            ]
        return departed, arrived

    def suspect(self, language: Language) -> int:
        """Note that Chroma's collection of a language is being written, for the n-th time.

        Who finds this note later cannot trust it.
        """
        with self._pool.transaction("IMMEDIATE") as sql:
            sql.execute("UPDATE language SET suspect = 1, writes = writes + 1 WHERE code = ?", (language,))
            return int(sql.execute("SELECT writes FROM language WHERE code = ?", (language,)).fetchone()[0])

    def settle(self, language: Language, through: int, departed: int, state: str) -> None:
        """Note that Chroma holds the chunks of a language up to `through`, and those up to `departed` no more."""
        with self._pool.transaction("IMMEDIATE") as sql:
            gone = sql.execute("DELETE FROM departed WHERE language = ? AND number <= ?", (language, departed)).rowcount
            sql.execute(
                "UPDATE language SET settled = ?, state = ?, suspect = 0, dead = dead + ? WHERE code = ?",
                (through, state, gone, language),
            )

    def unsettle(self, language: Language) -> None:
        """Note that Chroma is to start on a language from nothing, in a new collection."""
        with self._pool.transaction("IMMEDIATE") as sql:
            sql.execute("DELETE FROM departed WHERE language = ?", (language,))
            sql.execute(
                "UPDATE language SET epoch = epoch + 1, settled = 0, writes = writes + 1, suspect = 0, dead = 0,"
                " state = '' WHERE code = ?",
                (language,),
            )

    def purge(self) -> None:
        """Overwrite what removed text has left in the full text and in the journal."""
        with self._pool.connection() as sql:
            if not sql.execute("SELECT 1 FROM manifest WHERE key = 'unpurged' AND value = 'true'").fetchone():
                return
        with self._pool.transaction("IMMEDIATE") as sql:
            for (number,) in sql.execute("SELECT number FROM language WHERE unpurged = 1").fetchall():
                sql.execute(f"INSERT INTO terms_{number} (terms_{number}) VALUES ('optimize')")
            sql.execute("UPDATE language SET unpurged = 0")
        with self._pool.connection() as sql:  # waits for the readers of older snapshots
            (busy, *_) = sql.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if not busy:
            with self._pool.transaction("IMMEDIATE") as sql:
                manifest.put(sql, "unpurged", False)


def sign_off(sql: sqlite3.Connection, document: str, language: Language) -> None:
    """Leave word for Chroma and the purge that a document's chunks of a language are going."""
    sql.execute(
        "INSERT INTO departed (language, chunk) SELECT language, id FROM chunk WHERE document = ? AND language = ?",
        (document, language),
    )
    sql.execute("UPDATE language SET unpurged = 1 WHERE code = ?", (language,))
