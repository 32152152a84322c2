"""A store that speaks S3 for tests: moto's server on loopback, spoken to over HTTP."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

BUCKET = "paigong-files"


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """A store that speaks S3, on loopback; its address."""
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def s3_environment(s3_server: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """What the server's environment says of the store, with an empty bucket in it."""
    for name, value in {
        "AWS_ENDPOINT_URL_S3": s3_server,
        "AWS_REGION": "eu-west-2",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_CONFIG_FILE": str(tmp_path / "none"),
        "AWS_SHARED_CREDENTIALS_FILE": str(tmp_path / "none"),
        "AWS_EC2_METADATA_DISABLED": "true",
    }.items():
        monkeypatch.setenv(name, value)
    import boto3

    store = boto3.session.Session().resource("s3")
    bucket = store.Bucket(BUCKET)
    if bucket.creation_date is None:
        bucket.create(CreateBucketConfiguration={"LocationConstraint": "eu-west-2"})
    bucket.objects.all().delete()
    return BUCKET
