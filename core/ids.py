"""Random public ids: what stands in addresses instead of running numbers."""

import secrets
from typing import Any

from django.db import models

# No vowels and no look-alikes: an id is never a word and can be read out on the telephone.
ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
LENGTH = 14  # 27**14 is more than 2**66: guessing is hopeless, and every page checks who asks anyway


def new_public_id() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


class PublicIdField(models.CharField):
    """A unique random id, made when the row is made."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LENGTH)
        kwargs.setdefault("unique", True)
        kwargs.setdefault("default", new_public_id)
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)
