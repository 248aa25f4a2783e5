"""How much of a file the server takes in before anybody has looked at it."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler

MOST_BYTES = 10 * 1024 * 1024  # of one file; what a form allows may be less


class CappedUpload(FileUploadHandler):
    """First of the upload handlers: what comes after the limit is thrown away, so that a file of any length takes no more
    room than the largest allowed. It arrives just over the limit, and the form says that it is too large."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.taken = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if self.taken > MOST_BYTES:
            return None
        self.taken += len(raw_data)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
