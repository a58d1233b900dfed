"""Messages to the person, in a cookie under the name that the settings give; what is too long for it waits in the session."""

from __future__ import annotations

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class HostCookie(CookieStorage):
    cookie_name = settings.MESSAGE_COOKIE_NAME


class HostMessages(FallbackStorage):
    storage_classes = (HostCookie, SessionStorage)
