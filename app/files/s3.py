"""Contents in a store that speaks S3, so that any number of server processes share them.

Where it is and who we are comes from the environment, by the names that all S3 programs know: ``AWS_ENDPOINT_URL_S3``,
``AWS_REGION``, ``AWS_ACCESS_KEY_ID``, ``AWS_SECRET_ACCESS_KEY``. What lies there is encrypted as the bucket says.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING

from app.files.rules import MEGABYTE
from app.foundation.errors import Trouble
from app.foundation.sentences import declare
from app.foundation.translation import N_

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer
    from types_boto3_s3 import S3Client

_PART = 8 * MEGABYTE
"""Bytes of a part; what is larger goes up in several."""
_READ = MEGABYTE

declare(
    {
        "bucket_unreachable": N_(
            "The S3 bucket {bucket} cannot be used ({detail}). Check its name, AWS_ENDPOINT_URL_S3, AWS_REGION, "
            "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
        ),
    }
)


class S3Contents:
    """Objects below ``prefix/`` in a bucket. An object is there whole or not at all: S3 sees to that."""

    def __init__(self, bucket: str, prefix: str, client: S3Client, impatient: S3Client) -> None:
        """`impatient` is a client that asks once and waits shortly, for `check`."""
        self._bucket = bucket
        self._prefix = f"{prefix.strip('/')}/" if prefix.strip("/") else ""
        self._client = client
        self._impatient = impatient

    def check(self) -> None:
        """See to it that the bucket can be reached.

        :raises Trouble: ``bucket_unreachable``
        """
        with self._troubles():
            self._impatient.head_bucket(Bucket=self._bucket)

    def put(self, name: str, chunks: Iterable[bytes]) -> None:
        """Keep what comes in `chunks` as `name`, in several parts where it is large; nothing where `chunks` raises.

        :raises Trouble: ``bucket_unreachable``
        """
        from boto3.s3.transfer import TransferConfig

        in_parts = TransferConfig(multipart_threshold=_PART, multipart_chunksize=_PART, use_threads=False)
        with self._troubles():
            self._client.upload_fileobj(
                io.BufferedReader(_Flow(chunks)), self._bucket, self._key(name), Config=in_parts
            )

    def read(self, name: str, start: int, stop: int) -> Iterator[bytes]:
        """The bytes from `start` to before `stop`, chunk by chunk.

        :raises Trouble: ``attachment_missing``, ``bucket_unreachable``
        """
        with self._troubles(name):
            asked = f"bytes={start}-{stop - 1}"
            answer = self._client.get_object(Bucket=self._bucket, Key=self._key(name), Range=asked)
            yield from answer["Body"].iter_chunks(_READ)

    def holds(self, name: str) -> bool:
        """Whether there is an object of this name.

        :raises Trouble: ``bucket_unreachable``
        """
        try:
            with self._troubles(name):
                self._client.head_object(Bucket=self._bucket, Key=self._key(name))
        except Trouble as trouble:
            if trouble.code == "attachment_missing":
                return False
            raise
        return True

    def remove(self, name: str) -> None:
        """Remove an object, if it is there.

        :raises Trouble: ``bucket_unreachable``
        """
        with self._troubles():
            self._client.delete_object(Bucket=self._bucket, Key=self._key(name))

    def remove_all(self, prefix: str) -> None:
        """Remove every object below ``prefix/``.

        :raises Trouble: ``bucket_unreachable``
        """
        for name in self.names(prefix):
            self.remove(name)

    def names(self, prefix: str) -> list[str]:
        """The names of all objects below ``prefix/``.

        :raises Trouble: ``bucket_unreachable``
        """
        pages = self._client.get_paginator("list_objects_v2")
        with self._troubles():
            return [
                found["Key"].removeprefix(self._prefix)
                for page in pages.paginate(Bucket=self._bucket, Prefix=f"{self._key(prefix)}/")
                for found in page.get("Contents", [])
            ]

    def _key(self, name: str) -> str:
        return self._prefix + name

    @contextmanager
    def _troubles(self, name: str = "") -> Iterator[None]:
        from boto3.exceptions import S3UploadFailedError
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            yield
        except ClientError as error:
            if name and error.response["ResponseMetadata"]["HTTPStatusCode"] == HTTPStatus.NOT_FOUND:
                raise Trouble("attachment_missing", path=name) from error
            raise Trouble("bucket_unreachable", bucket=self._bucket, detail=str(error)) from error
        except (BotoCoreError, S3UploadFailedError) as error:
            raise Trouble("bucket_unreachable", bucket=self._bucket, detail=str(error)) from error


def open_bucket(bucket: str, prefix: str) -> S3Contents:
    """The contents in a bucket, which must be there.

    :raises Trouble: ``bucket_unreachable``
    """
    import boto3
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError

    patience = Config(
        connect_timeout=5,
        read_timeout=30,
        retries={"mode": "standard", "max_attempts": 4},
        # stores that are not Amazon's do not all know the newer checksums; ours are checked by SHA-256 anyway
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    at_once = Config(connect_timeout=2, read_timeout=3, retries={"total_max_attempts": 1})
    try:
        client = boto3.session.Session().client("s3", config=patience)
        impatient = boto3.session.Session().client("s3", config=patience.merge(at_once))
    except (BotoCoreError, ValueError) as error:
        raise Trouble("bucket_unreachable", bucket=bucket, detail=str(error)) from error
    contents = S3Contents(bucket, prefix, client, impatient)
    contents.check()
    return contents


class _Flow(io.RawIOBase):
    """What comes in chunks, as a file that is read once."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        super().__init__()
        self._chunks = iter(chunks)
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        target = memoryview(buffer).cast("B")
        self._left = self._left or next((chunk for chunk in self._chunks if chunk), b"")
        part, self._left = self._left[: len(target)], self._left[len(target) :]
        target[: len(part)] = part
        return len(part)
