"""Django's cache in the database, which keeps silent when the database is locked; ours says so.

Otherwise the limiter of the login cannot count, and tells somebody who tries for the first time that they tried too often.
"""

from __future__ import annotations

from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import OperationalError


class HonestDatabaseCache(DatabaseCache):
    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """True when it was added, False when the key is there. Raises OperationalError when nothing could be written."""
        if super().add(key, value, timeout, version):
            return True
        if not self.has_key(key, version):
            raise OperationalError("database is locked")
        return False
