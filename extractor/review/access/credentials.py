"""Links, PINs and passwords: made at random, and kept only as hashes.

A PIN is enough on one machine, where only its users can try it; beyond, it takes a password. The
hash remembers which of the two it is of.
"""

import secrets
from hashlib import sha256
from unicodedata import normalize

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from extractor.errors import FirsthandError

PIN_DIGITS, PASSWORD_CHARACTERS = 4, 12
PIN, PASSWORD = "pin", "password"


class WeakSecretError(FirsthandError):
    """The PIN or password is too easy to guess."""

    def __init__(self) -> None:
        super().__init__(
            f"A PIN has at least {PIN_DIGITS} digits, a password at least {PASSWORD_CHARACTERS} "
            "characters; and not all of them the same.\nChoose a longer one."
        )


def new_token() -> str:
    """256 random bits that can stand in an address or a cookie."""
    return secrets.token_urlsafe(32)


def new_link() -> tuple[str, str]:
    """A person's own link, the part after ``/as/``, and the hash to be stored in its place."""
    link = new_token()
    return link, digest(link)


def new_pin() -> str:
    """Six random digits."""
    return f"{secrets.randbelow(10**6):06}"


def digest(token: str) -> str:
    """The SHA-256 of a token. A random token cannot be guessed from it; a PIN could be."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def hash_secret(secret: str) -> str:
    """The hash of a PIN or password (Argon2id), with which of the two it is.

    Raises WeakSecretError for what is neither.
    """
    kind = _kind(secret)
    if kind is None or len(set(secret)) == 1:
        raise WeakSecretError
    return f"{kind}${PasswordHasher().hash(_spelled(secret))}"


def check_secret(secret_hash: str, secret: str) -> bool:
    """Whether the hash is of this PIN or password."""
    try:
        return PasswordHasher().verify(secret_hash.partition("$")[2], _spelled(secret))
    except (VerificationError, InvalidHashError):
        return False


def is_password(secret_hash: str) -> bool:
    """Whether the hash is of a password, so that it may be used beyond loopback."""
    return secret_hash.startswith(f"{PASSWORD}$")


def _kind(secret: str) -> str | None:
    if len(secret) >= PASSWORD_CHARACTERS:
        return PASSWORD
    return PIN if len(secret) >= PIN_DIGITS and secret.isdecimal() else None


def _spelled(secret: str) -> bytes:
    """One spelling for what looks the same: keyboards write an é as one character or as two."""
    return normalize("NFC", secret).encode("utf-8", "replace")
