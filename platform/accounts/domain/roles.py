"""What a person is here: requester, worker, auditor, or several of these."""

from __future__ import annotations

from typing import Literal

from accounts.models import User

Role = Literal["requester", "worker", "auditor"]
OWN_CHOICE: tuple[Role, ...] = ("requester", "worker")
EVERY: tuple[Role, ...] = (*OWN_CHOICE, "auditor")


class NoSuchPerson(Exception):
    """Nobody has this e-mail address."""


def roles_of(*, user: User) -> list[Role]:
    """What `user` is here; nothing for somebody who has not chosen yet."""
    return [role for role in EVERY if getattr(user, f"is_{role}")]


def add_roles(*, user: User, roles: list[Role]) -> None:
    """Give `user` these roles besides those they have. Whoever calls decides that they may have them."""
    for role in roles:
        setattr(user, f"is_{role}", True)
    user.save(update_fields=["is_requester", "is_worker", "is_auditor"])


def grant_by_email(*, email: str, role: Role) -> User:
    """An operator's way to give a role. Raises NoSuchPerson."""
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        raise NoSuchPerson
    add_roles(user=user, roles=[role])
    return user
