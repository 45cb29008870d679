"""What the index says of itself: a few values under their keys, among them how often it was written."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rag.index import schema
from rag.index.sqlite import Pool


def read(pool: Pool) -> dict[str, Any]:
    """Everything; nothing, if the file is no catalog yet."""
    with pool.transaction() as sql:
        known = sql.execute("SELECT 1 FROM sqlite_master WHERE name = 'manifest'").fetchone()
        found = sql.execute("SELECT key, value FROM manifest").fetchall() if known else []
    return {key: json.loads(value) for key, value in found}


def write(pool: Pool, key: str, value: Any) -> None:
    """Put one entry; `value` must go into JSON."""
    with writing(pool) as sql:
        put(sql, key, value)


def put(sql: sqlite3.Connection, key: str, value: Any) -> None:
    """Put one entry, within a commit."""
    query = "INSERT INTO manifest VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
    sql.execute(query, (key, json.dumps(value)))


def state(pool: Pool) -> tuple[int, int]:
    """How many commits the catalog has seen, of any process, and at which of them it was laid out."""
    query = "SELECT value FROM manifest WHERE key IN ('build', 'generation') ORDER BY key"
    with pool.connection() as sql:
        (build,), (generation,) = sql.execute(query)
    return int(generation), int(build)


@contextmanager
def writing(pool: Pool) -> Iterator[sqlite3.Connection]:
    """One commit, which makes a new generation."""
    with pool.transaction("IMMEDIATE") as sql:
        yield sql
        sql.execute("UPDATE manifest SET value = CAST(value AS INTEGER) + 1 WHERE key = 'generation'")


def lay_out(pool: Pool, values: dict[str, Any]) -> None:
    """Make an empty catalog in place of whatever the file holds, in one commit."""
    with pool.transaction("IMMEDIATE") as sql:
        sql.execute("PRAGMA defer_foreign_keys = ON")
        while found := sql.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            # A virtual table takes its shadow tables along; of the others, those that refer go first.
            " ORDER BY sql LIKE 'CREATE VIRTUAL%' DESC, rowid DESC LIMIT 1"
        ).fetchone():
            sql.execute(f'DROP TABLE "{found[0]}"')
        for statement in schema.TABLES.split(";"):
            sql.execute(statement)
        for key, value in values.items():
            put(sql, key, value)
