from typing import Any, ClassVar

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

NOT_COME = models.Q(password__startswith=UNUSABLE_PASSWORD_PREFIX, last_login=None)
"""Who was invited and has not come yet: neither chose a password nor came by a school account."""


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Somebody who may sign in; without a password, by an invitation or a school account."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.of_address(username or "").get()

    def of_address(self, email: str) -> models.QuerySet["User"]:
        """Whoever has this address, in whichever capitals: asked as its index has it."""
        return self.alias(address=Lower("email")).filter(address=Lower(models.Value(email)))


class User(AbstractBaseUser):
    """Somebody who signs in, by e-mail and password or by their school’s own account."""

    class Appearance(models.TextChoices):
        DEVICE = "device", "As my device"
        LIGHT = "light", "Light"
        DARK = "dark", "Dark"

    email = models.EmailField("e-mail address")
    name = models.CharField("name", max_length=120)
    is_active = models.BooleanField("may sign in", default=True)
    is_administrator = models.BooleanField("looks after this installation", default=False)
    appearance = models.CharField(
        "colours", max_length=6, choices=Appearance, default=Appearance.DEVICE
    )
    joined_at = models.DateTimeField("since")

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        indexes = [
            models.Index(
                fields=["id"],
                condition=models.Q(password__startswith=UNUSABLE_PASSWORD_PREFIX),
                name="account_without_password",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_account_for_an_address",
                violation_error_message="There is already an account with this e-mail address.",
            ),
            models.CheckConstraint(
                condition=models.Q(appearance__in=["device", "light", "dark"]),
                name="appearance_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def has_come(self) -> bool:
        """Whether they have answered their invitation; the same as not NOT_COME."""
        return self.has_usable_password() or self.last_login is not None


class Session(AbstractBaseSession):
    """One place where somebody is signed in, or a stranger's visit to the sign-in page."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+", null=True)
    signed_in_at = models.DateTimeField("since", null=True)
    seen_at = models.DateTimeField("last here", auto_now=True)
    device = models.CharField("with", max_length=60, blank=True)
    address = models.GenericIPAddressField("from", null=True)
    is_shared = models.BooleanField("on a shared computer", default=False)

    def __str__(self) -> str:
        return self.device or "A browser"

    @property
    def handle(self) -> str:
        """What pages call it: the key itself would let whoever reads it in."""
        return salted_hmac("leadwell.session", self.session_key).hexdigest()[:20]
