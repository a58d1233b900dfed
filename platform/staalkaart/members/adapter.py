"""allauth's adapter: accounts exist by invitation only, so nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request) -> bool:
        return False

    def add_message(self, *args, **kwargs) -> None:
        """Signing in and out shows by itself; a message would wait in a cookie on pages that are the same for all."""
