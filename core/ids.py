"""Random public ids: what stands in addresses instead of running numbers."""

import secrets
from typing import Any

from django.db import models
from django.urls import register_converter

# No vowels and no look-alikes: an id is never a word and can be read out on the telephone.
ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
LENGTH = 14  # 27**14 is more than 2**66: guessing is hopeless, and every page checks who asks anyway


def new_public_id() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


class PublicIdField(models.CharField):
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
