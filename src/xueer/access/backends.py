"""Who may be signed in at all."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from xueer.common.calendar import today


class InService(ModelBackend):
    """Accounts end with their people: after 离岗 nobody signs in, and sessions that are open end with the day."""

    def user_can_authenticate(self, user: Any) -> bool:
        return super().user_can_authenticate(user) and (user is None or user.ends_on > today())
