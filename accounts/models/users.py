"""Members of staff. Participants and employers have no accounts."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.enums import Density, Theme
from core.db.closed import one_of
from core.db.walls import Wall


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Raises ValueError without an address."""
        if not email:
            raise ValueError("a user needs an e-mail address")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_system_admin=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person on staff, known by e-mail address. What they may do stands in their memberships."""

    wall = Wall.NONE

    email = models.EmailField(_("mejladress"), unique=True)
    name = models.CharField(_("namn"), max_length=120)
    phone = models.CharField(_("telefon"), max_length=20, blank=True)
    language = models.CharField(max_length=5, default="sv")
    theme = models.CharField(max_length=5, choices=Theme.choices, default=Theme.SYSTEM, blank=True)
    density = models.CharField(max_length=5, choices=Density.choices, default=Density.NORMAL, blank=True)
    shortcuts = models.BooleanField(_("kortkommandon"), default=True)
    is_active = models.BooleanField(default=True)
    is_system_admin = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)
    sign_outs = models.PositiveIntegerField(default=0)  # one more, and every sign-in of this user is over
    address_changes = models.PositiveIntegerField(
        default=0
    )  # how often the address was changed; links to do it carry it

    objects = UserManager()

    class Meta:
        constraints = [one_of("theme", Theme), one_of("density", Density)]

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    @property
    def initials(self) -> str:
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper() or "?"

    @property
    def first_name(self) -> str:
        return self.name.split()[0] if self.name else self.email

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What every session of this user carries: changes with the password, and when all sign-ins are ended."""
        carried = f"{self.password}:{self.sign_outs}"
        return salted_hmac("accounts.User.session", carried, secret=secret, algorithm="sha256").hexdigest()

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.first_name
