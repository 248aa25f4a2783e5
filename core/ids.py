"""Random public ids: what stands in addresses instead of running numbers."""

import secrets
from typing import Any

from django.db import models
from django.urls import register_converter

# No vowels and no look-alikes: an id is never a word and can be read out on the telephone.
ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
LENGTH = 14  # 27**14 is more than 2**66: guessing is hopeless, and every page checks who asks anyway
# A random byte's letter; the few bytes over, which would make some letters likelier than others, are left out.
_EVEN = 256 - 256 % len(ALPHABET)
_LETTERS = bytes(ord(ALPHABET[byte % len(ALPHABET)]) for byte in range(256))
_OVER = bytes(range(_EVEN, 256))


def new_public_id() -> str:
    made = b""
    while len(made) < LENGTH:
        made += secrets.token_bytes(LENGTH + 6).translate(_LETTERS, _OVER)
    return made[:LENGTH].decode()


class PublicIdField(models.CharField):  # type: ignore[type-arg]
    """A unique random id, made when the row is made."""

    def __init__(self, *args: Any, unique: bool = True, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LENGTH)
        kwargs.setdefault("default", new_public_id)
        kwargs.setdefault("editable", False)
        kwargs["unique"] = unique
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Always says `unique`: field history copies the field without it, and a default would bring it back."""
        name, path, args, kwargs = super().deconstruct()
        kwargs["unique"] = self.unique
        return name, path, args, kwargs


class PublicIdConverter:
    """In addresses: `<publicid:public_id>`. What cannot be an id (a NUL, a long text) is no address of ours: 404."""

    regex = f"[{ALPHABET}]{{{LENGTH}}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(PublicIdConverter, "publicid")
