"""A client of tus that says whatever a test wants."""

from __future__ import annotations

import requests

from app.storage.facts import DEVICE_TOKEN, fact
from app.sync.files.wire import CHUNK_TYPE, UploadWish
from app.sync.wire import Refusal, unpack
from tests.app.sync.files.conftest import Desk

CONTENT = b"twelve bytes"


class Client:
    """Speaks to the server as a laptop does."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.session = requests.Session()
        self.session.trust_env = False
        with desk.laptop.workspace.store.read() as reader:
            token = fact(reader, DEVICE_TOKEN)
        self.session.headers.update({"Authorization": f"Bearer {token}", "Tus-Resumable": "1.0.0"})

    def ask(self, method: str, path: str, content: bytes = b"", **headers: str) -> requests.Response:
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.session.request(method, f"{self.desk.headquarters.url}/v1/{path}", data=content, headers=said)

    def create(self, digest: str, size: int = len(CONTENT), customer_id: str = "") -> requests.Response:
        wish = UploadWish(customer_id or self.desk.customer_id, digest, size)
        return self.session.post(f"{self.desk.headquarters.url}/v1/files", headers=wish.headers())

    def patch(self, location: str, offset: int, content: bytes, **headers: str) -> requests.Response:
        said = {"Content_Type": CHUNK_TYPE, "Upload_Offset": str(offset)} | headers
        return self.ask("PATCH", location.removeprefix("/v1/"), content, **said)


def code_of(response: requests.Response) -> str:
    return unpack(response.content, "", Refusal).code  # requests has decompressed it
