"""Tokens and certificates follow their files, at once and together with the rest or not at all."""

import socket
import ssl
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import trustme
from structlog.testing import capture_logs

from auralis.app.access_reload import follow_access
from auralis.app.reload import Reload
from auralis.app.settings import Settings
from auralis.server.access import Rank, Tokens


class Files:
    """Tokens and a certificate in files, and a server's parts that follow them."""

    def __init__(self, folder: Path, **fields: Any) -> None:
        self.authority = trustme.CA()
        self.control = folder / "control"
        self.pair = (folder / "cert.pem", folder / "key.pem")
        self.write("first")
        self.issue()
        given = {"control_token_file": self.control, "data_dir": folder, **fields}
        given |= dict(zip(("ssl_cert_path", "ssl_key_path"), self.pair, strict=True))
        self.settings = Settings(_env_file=None, enable_ssl=True, **given)  # type: ignore[call-arg]
        self.tokens = Tokens("first")
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.tls.load_cert_chain(*self.pair)
        self.reload = Reload(self.settings, lambda: self.settings)
        follow_access(self.reload, self.tokens, self.tls)

    def write(self, token: str) -> None:
        self.control.write_text(f"{token}\n")

    def issue(self) -> None:
        issued = self.authority.issue_cert("localhost")
        issued.cert_chain_pems[0].write_to_path(self.pair[0])
        issued.private_key_pem.write_to_path(self.pair[1])

    def shown(self) -> str:
        """Return the serial number of the certificate that a client is shown."""
        trust = ssl.create_default_context()
        self.authority.configure_trust(trust)
        with socket.create_server(("127.0.0.1", 0)) as listening:
            answering = Thread(target=self._answer, args=[listening])
            answering.start()
            with (
                socket.create_connection(listening.getsockname()) as plain,
                trust.wrap_socket(plain, server_hostname="localhost") as client,
            ):
                found = client.getpeercert()
            answering.join()
        assert found
        return str(found["serialNumber"])

    def _answer(self, listening: socket.socket) -> None:
        plain, _ = listening.accept()
        with self.tls.wrap_socket(plain, server_side=True):
            pass


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


def test_a_token_file_that_was_changed_is_followed(files: Files) -> None:
    files.write("second")
    files.reload.run()
    assert files.tokens.rank("first") == Rank.ANYBODY
    assert files.tokens.rank("second") == Rank.CONTROLLER


def test_a_certificate_that_was_renewed_is_shown_to_who_comes(files: Files) -> None:
    before = files.shown()
    files.issue()
    assert files.shown() == before
    files.reload.run()
    assert files.shown() != before


def test_a_broken_certificate_changes_no_token_either(files: Files) -> None:
    before = files.shown()
    files.write("second")
    files.pair[0].write_text("nonsense")
    with capture_logs() as logs:
        files.reload.run()
    assert [line["event"] for line in logs] == ["reload_refused"]
    assert "AURALIS_SSL_CERT_PATH" in logs[0]["why"]
    assert "second" not in logs[0]["why"]
    assert files.tokens.rank("first") == Rank.CONTROLLER
    assert files.shown() == before
