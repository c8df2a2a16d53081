"""Reverse proxies as they are installed, but for names, ports and folders: they run in one of their own."""

import os
import shutil
import socket
import ssl
import subprocess
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Final

DEPLOY: Final = Path(__file__).parents[2] / "deploy"
HOST: Final = "radio.example.org"
"""The name in the examples, by which the proxies answer beside `localhost`."""
_PATIENCE_S: Final = 60
_NGINX: Final = """
user root;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log {folder}/global.log;
    client_body_temp_path {folder}/temp/body;
    proxy_temp_path {folder}/temp/proxy;
    fastcgi_temp_path {folder}/temp/fastcgi;
    scgi_temp_path {folder}/temp/scgi;
    uwsgi_temp_path {folder}/temp/uwsgi;
    include {folder}/auralis.conf;
}}
"""
_CADDY: Final = "{\n\tadmin off\n\tauto_https off\n}\n\n"


class Proxy:
    """A proxy that runs in front of a server until it is stopped."""

    def __init__(self, url: str, command: list[str], folder: Path) -> None:
        self.url = url
        self.folder = folder
        self._said = (folder / "said.txt").open("w")
        self._process = subprocess.Popen(command, env=at_home(folder), stdout=self._said, stderr=self._said)
        self._wait()

    @property
    def tls(self) -> ssl.SSLContext | None:
        """What a client needs to take its certificate, if it has one."""
        if not self.url.startswith("https"):
            return None
        return ssl.create_default_context(cafile=self.folder / "fullchain.pem")

    def stop(self) -> str:
        """End it; return all that it has written."""
        self._process.terminate()
        self._process.wait(_PATIENCE_S)
        self._said.close()
        return "\n".join(file.read_text() for file in self.folder.glob("*.log"))

    def _wait(self) -> None:
        port = int(self.url.rstrip("/").rpartition(":")[2])
        end = monotonic() + _PATIENCE_S
        while monotonic() < end and self._process.poll() is None:
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                return
            sleep(0.02)
        raise AssertionError((self.folder / "said.txt").read_text())


def nginx(server: str, folder: Path) -> Proxy:
    """Run nginx with its example in front of a server, with a certificate of this minute."""
    plain, port = free_port(), free_port()
    text = (DEPLOY / "nginx" / "auralis.conf").read_text()
    text = text.replace("127.0.0.1:8000", server).replace("/var/log/nginx", str(folder))
    text = text.replace("listen 80;", f"listen 127.0.0.1:{plain};")
    text = text.replace("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;")
    text = text.replace(f"/etc/letsencrypt/live/{HOST}", str(folder))
    text = text.replace(f"server_name {HOST};", f"server_name {HOST} localhost;")
    (folder / "auralis.conf").write_text(text)
    (folder / "nginx.conf").write_text(_NGINX.format(folder=folder))
    (folder / "temp").mkdir()
    certify(folder)
    command = [tool("nginx"), "-p", str(folder), "-e", str(folder / "error.log")]
    checked = subprocess.run([*command, "-t", "-c", folder / "nginx.conf"], capture_output=True, check=False)
    assert checked.returncode == 0, checked.stderr.decode()
    return Proxy(f"https://localhost:{port}/", [*command, "-c", str(folder / "nginx.conf")], folder)


def caddy(server: str, folder: Path) -> Proxy:
    """Run Caddy with its example in front of a server, without a certificate."""
    port = free_port()
    text = (DEPLOY / "caddy" / "Caddyfile").read_text()
    text = text.replace("127.0.0.1:8000", server).replace("/var/log/caddy", str(folder))
    file = folder / "Caddyfile"
    file.write_text(
        _CADDY + text.replace(f"\n{HOST} {{", f"\nhttp://{HOST}:{port}, http://localhost:{port} {{")
    )
    options = ["--adapter", "caddyfile", "--config", str(file)]
    checked = subprocess.run(
        [tool("caddy"), "validate", *options], env=at_home(folder), capture_output=True, check=False
    )
    assert checked.returncode == 0, checked.stderr.decode()
    return Proxy(f"http://localhost:{port}/", [tool("caddy"), "run", *options], folder)


def at_home(folder: Path) -> dict[str, str]:
    """Return an environment in which programs keep what they keep in a folder."""
    homes = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"), str(folder))
    return {**os.environ, **homes}


def certify(folder: Path) -> None:
    """Write a certificate for both names, signed by itself."""
    command = [tool("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    command += [
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
        "-addext",
        f"subjectAltName=DNS:localhost,DNS:{HOST}",
    ]
    command += ["-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")]
    subprocess.run(command, check=True, capture_output=True)


def tool(name: str) -> str:
    """Return where a program is."""
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    assert found, f"{name} is missing: scripts/test-tools installs it"
    return found


def free_port() -> int:
    """Return a port that was free a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as held:
        port: int = held.getsockname()[1]
        return port
