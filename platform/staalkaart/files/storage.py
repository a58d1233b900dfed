"""Private storage: files have no address of their own; `/bestanden/<uuid>/` is the only door."""

from django.core.files.storage import FileSystemStorage


class PrivateStorage(FileSystemStorage):
    def __init__(self, **options):
        super().__init__(directory_permissions_mode=0o700, file_permissions_mode=0o600, **options)

    def url(self, name):
        raise ValueError("Stored files are reached through their record, never by name.")
