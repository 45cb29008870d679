"""Who may do what: bearer keys with names and roles, compared in constant time."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass
from enum import StrEnum

from rag.errors import SettingsError

SHORTEST_KEY = 16


class Role(StrEnum):
    """A reader asks and reads; a writer also adds and removes documents."""

    READER = "reader"
    WRITER = "writer"


@dataclass(frozen=True, slots=True)
class Key:
    """A key is kept as its digest, so that neither a printed record nor a comparison's time tells it."""

    name: str
    role: Role
    digest: bytes


@dataclass(frozen=True, slots=True)
class Caller:
    """Who makes a request. Without keys there is one caller, on loopback, who may do everything."""

    name: str
    role: Role


LOCAL = Caller("local", Role.WRITER)


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).digest()


def parse_keys(setting: str | None) -> tuple[Key, ...]:
    """The keys of `RAG_API_KEYS`: `name:role:key,...`. Raises SettingsError, without printing a key."""
    keys = []
    for number, entry in enumerate(filter(None, (part.strip() for part in (setting or "").split(","))), start=1):
        name, role, secret = [*entry.split(":", 2), "", ""][:3]
        if not name or role not in list(Role) or len(secret) < SHORTEST_KEY:
            raise SettingsError(
                f"RAG_API_KEYS: entry {number} is not name:role:key.",
                hint=f"The role is reader or writer, the key at least {SHORTEST_KEY} characters long.",
            )
        keys.append(Key(name, Role(role), _digest(secret)))
    if len({key.name for key in keys}) < len(keys):
        raise SettingsError("RAG_API_KEYS: two keys have one name.", hint="Give each key a name of its own.")
    return tuple(keys)


def is_loopback(host: str) -> bool:
    """Whether an address reaches this machine only."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def check_exposure(host: str, keys: tuple[Key, ...]) -> None:
    """Refuse to serve other machines without keys. Raises SettingsError."""
    if not keys and not is_loopback(host):
        raise SettingsError(
            f"Serving on {host} without keys would let anyone on the network read and remove documents.",
            hint="Set RAG_API_KEYS=name:role:key, or serve on 127.0.0.1.",
        )


def caller_of(authorization: str | None, keys: tuple[Key, ...]) -> Caller | None:
    """The caller behind an `Authorization` header, or None. Every key is compared, whichever fits."""
    if not keys:
        return LOCAL
    scheme, _, secret = (authorization or "").partition(" ")
    given = _digest(secret.strip())
    fits = [key for key in keys if hmac.compare_digest(key.digest, given)]
    return Caller(fits[0].name, fits[0].role) if fits and scheme.lower() == "bearer" else None
