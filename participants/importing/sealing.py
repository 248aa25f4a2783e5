"""What a batch keeps of the file, packed and encrypted, since it may name people whom colleagues must not know of."""

import base64
import json
import zlib
from typing import Any

from core import crypto


def seal(data: Any, *, bound_to: str) -> bytes:
    """JSON data, packed and encrypted for the row with this public id."""
    packed = zlib.compress(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(), 6)
    return crypto.encrypt(base64.b64encode(packed).decode(), bound_to=bound_to)


def unseal(stored: bytes | memoryview, *, bound_to: str) -> Any:
    return json.loads(zlib.decompress(base64.b64decode(crypto.decrypt(bytes(stored), bound_to=bound_to))))
