"""Uploads, before anybody has looked at them: no more than we would read, and nothing of a stranger's.

Django reads a form's body before the view can say no; without this, anybody could fill the disk.
"""

from typing import Any

from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler

MOST_BYTES = 400_000_000
"""As much as the importers read: the largest of these files is about 80 MB."""


class CappedUploadHandler(TemporaryFileUploadHandler):
    """To disk at once, but only for somebody signed in, and up to MOST_BYTES."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        user = getattr(self.request, "user", None)
        if user is None or not user.is_authenticated:
            raise StopUpload(connection_reset=True)
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if start + len(raw_data) > MOST_BYTES:
            raise StopUpload(connection_reset=True)
        super().receive_data_chunk(raw_data, start)
        return None
