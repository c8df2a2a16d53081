"""Looks at how a server could be reached: the port, and who may come."""

import ipaddress
import socket

from auralis.app.doctor.finding import Finding
from auralis.app.settings import PREFIX, Settings
from auralis.app.tokens import tokens_of


def port(settings: Settings) -> Finding:
    """Look whether a server could listen where the settings say."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    where = f"{settings.host}:{settings.port}"
    facts = {"host": settings.host, "port": settings.port}
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((settings.host, settings.port))
        except OSError as error:
            mend = "auralis serve --port 0 (or another one; ss -ltnp shows who has it)"
            facts["free"] = False
            return Finding("port", f"{where}: {error.strerror}", False, needed=False, mend=mend, facts=facts)
    return Finding("port", f"{where} is free", well=True, facts={**facts, "free": True})


def reach(settings: Settings) -> Finding:
    """Look who may reach a server: beyond this machine, nobody should turn controls without a token."""
    local, tls = _is_local(settings.host), settings.enable_ssl
    token = tokens_of(settings).control is not None
    facts = {"loopback": local, "control_token": token, "tls": tls}
    if local:
        return Finding("reach", "this machine only", well=True, facts=facts)
    secrets = "with a token" if token else "without a token"
    found = f"the network, {secrets}, {'TLS' if tls else 'no TLS'}"
    mend = f"{PREFIX}CONTROL_TOKEN_FILE=... (whoever reaches the port may turn the controls)"
    return Finding("reach", found, token, needed=False, mend=mend, facts=facts)


def _is_local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
