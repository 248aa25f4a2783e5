"""Encrypted numbers: AES-256-GCM bound to the row, and a keyed blind index to find them again.

A leaked index key gives away every personal number in about a minute (36.5 million possible ones), so both keys lie
outside the database and its backups.
"""

import hashlib
import hmac
import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE_BYTES = 12


class KeyMissing(RuntimeError):
    """The key that encrypted a number is not among the configured ones."""


def encrypt(plain: str, *, bound_to: str) -> bytes:
    """Key id, nonce and ciphertext. `bound_to` (the row's public id) must be the same when decrypting."""
    key_id, key = next(iter(settings.NUMBER_KEYS.items()))
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(bytes.fromhex(key)).encrypt(nonce, plain.encode(), bound_to.encode())
    return key_id.encode() + b":" + nonce + sealed


def decrypt(stored: bytes, *, bound_to: str) -> str:
    """Raises KeyMissing for an unknown key, cryptography's InvalidTag when moved to another row or tampered with."""
    key_id, _, rest = bytes(stored).partition(b":")
    key = settings.NUMBER_KEYS.get(key_id.decode())
    if key is None:
        raise KeyMissing(key_id.decode())
    nonce, sealed = rest[:NONCE_BYTES], rest[NONCE_BYTES:]
    return AESGCM(bytes.fromhex(key)).decrypt(nonce, sealed, bound_to.encode()).decode()


def blind_index(normal: str) -> bytes:
    """Equal for equal numbers (in normal form); says nothing without the key."""
    return hmac.new(bytes.fromhex(settings.NUMBER_INDEX_KEY), normal.encode(), hashlib.sha256).digest()


def code_digest(code: str) -> bytes:
    """Keyed digest of an access code; a stolen table does not give the codes back."""
    return hmac.new(settings.SECRET_KEY.encode(), b"code:" + code.encode(), hashlib.sha256).digest()
