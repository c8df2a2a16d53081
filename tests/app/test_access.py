"""Settings about access: what stops the start, and that no secret is ever said."""

from pathlib import Path
from typing import Any

import pytest
import trustme

from auralis.app.access import Access, access_of
from auralis.app.cli import build
from auralis.app.settings import read_settings
from auralis.core.errors import InvalidValue
from auralis.server.access import LinkKey, Links, Rank, Tokens

SECRET = "a secret with a space"  # noqa: S105
TOKEN = "s3cret-token"  # noqa: S105


@pytest.fixture
def access(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    monkeypatch.chdir(tmp_path)

    def read(**variables: object) -> Access:
        for name, value in variables.items():
            monkeypatch.setenv(f"AURALIS_{name}", str(value))
        return access_of(read_settings())

    return read


@pytest.mark.parametrize(
    ("variables", "named", "allowed"),
    [
        ({"CONTROL_TOKEN": SECRET}, "CONTROL_TOKEN", "256 visible ASCII"),
        ({"ADMIN_TOKEN": "geheim-ß"}, "ADMIN_TOKEN", "256 visible ASCII"),
        ({"LISTEN_TOKEN": ""}, "LISTEN_TOKEN", "256 visible ASCII"),
        ({"LISTEN_TOKEN": "x" * 257}, "LISTEN_TOKEN", "256 visible ASCII"),
        ({"ADMIN_TOKEN": TOKEN, "ADMIN_TOKEN_FILE": "token"}, "ADMIN_TOKEN", "not both"),
        ({"CONTROL_TOKEN_FILE": "nowhere"}, "CONTROL_TOKEN_FILE", "can be read"),
        ({"ENV": "staging"}, "ENV", "development, production"),
        ({"ENV": "production"}, "CONTROL_TOKEN", "ENV is production"),
        ({"ENABLE_SSL": "true"}, "SSL_CERT_PATH", "a PEM file"),
        ({"CORS_ORIGINS": "example.org"}, "CORS_ORIGINS", "https://example.org"),
        ({"CORS_ORIGINS": "https://a.example/path"}, "CORS_ORIGINS", "https://example.org"),
        ({"TRUSTED_PROXIES": "proxy"}, "TRUSTED_PROXIES", "10.0.0.0/8"),
        ({"RATE_LIMIT": "0/minute"}, "RATE_LIMIT", "600/minute"),
        ({"CONNECTION_RATE_LIMIT": "many"}, "CONNECTION_RATE_LIMIT", "600/minute"),
        ({"FAILED_TOKEN_LIMIT": "-1/hour"}, "FAILED_TOKEN_LIMIT", "600/minute"),
        ({"CLIENTS_PER_ADDRESS": "0"}, "CLIENTS_PER_ADDRESS", "auto, or 1 to 100000"),
        ({"HEADERS_TIMEOUT_S": "0"}, "HEADERS_TIMEOUT_S", "1 to 300"),
    ],
)
def test_a_wrong_value_is_named_with_what_is_allowed(
    access: Any, variables: dict[str, str], named: str, allowed: str
) -> None:
    with pytest.raises(InvalidValue) as wrong:
        access(**variables)
    assert wrong.value.field == f"AURALIS_{named}"
    assert allowed in wrong.value.allowed
    said = str(wrong.value)
    assert "\n" not in said
    for name, value in variables.items():
        assert not name.endswith("TOKEN") or value == "" or value not in said


def test_a_file_holds_a_token_without_the_end_of_its_line(access: Any, tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    read = access(ADMIN_TOKEN_FILE=tmp_path / "token")
    assert read.tokens.admin == TOKEN
    assert read.policy().tokens.rank(TOKEN) is Rank.ADMIN


def test_a_file_with_no_token_is_refused_without_showing_it(access: Any, tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{SECRET}\n{SECRET}")
    with pytest.raises(InvalidValue) as wrong:
        access(CONTROL_TOKEN_FILE=tmp_path / "token")
    assert SECRET not in str(wrong.value)


def test_settings_show_no_secret(access: Any) -> None:
    read = access(CONTROL_TOKEN=TOKEN, ENV="production")
    assert TOKEN not in repr(read.settings)
    assert not read.policy().described


def test_what_is_not_said_keeps_everything_open(access: Any) -> None:
    read = access()
    policy, bounds = read.policy(), read.connections()
    assert not any(policy.tokens.has(rank) for rank in Rank)
    assert (policy.local, policy.described, policy.cors_origins) == (True, True, ())
    assert policy.clients_per_address == 1000
    assert (bounds.most, bounds.proxies, bounds.certificate) == (2100, (), None)


def test_what_is_said_becomes_policy_and_bounds(access: Any) -> None:
    origins = "https://A.example, http://localhost:3000"
    read = access(CORS_ORIGINS=origins, TRUSTED_PROXIES="127.0.0.1,10.0.0.0/8", RATE_LIMIT="off")
    policy, bounds = read.policy(), read.connections()
    assert policy.cors_origins == ("https://a.example", "http://localhost:3000")
    assert (policy.local, policy.change_rate, policy.failure_rate) == (False, None, "30/minute")
    assert bounds.proxies == ("127.0.0.1", "10.0.0.0/8")


def test_a_certificate_has_to_fit_its_key(access: Any, tmp_path: Path) -> None:
    trust = trustme.CA()
    one, other = trust.issue_cert("localhost"), trust.issue_cert("localhost")
    one.cert_chain_pems[0].write_to_path(tmp_path / "cert.pem")
    one.private_key_pem.write_to_path(tmp_path / "key.pem")
    paths = {"SSL_CERT_PATH": tmp_path / "cert.pem", "SSL_KEY_PATH": tmp_path / "key.pem"}
    assert access(ENABLE_SSL="true", **paths).connections().key == tmp_path / "key.pem"
    other.private_key_pem.write_to_path(tmp_path / "key.pem")
    with pytest.raises(InvalidValue, match="without a passphrase"):
        access(ENABLE_SSL="true", **paths)
    assert access(ENABLE_SSL="false", **paths).connections().certificate is None


def test_a_link_by_the_command_line_fits_the_server_of_the_same_settings(
    access: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    read = access(LISTEN_TOKEN=TOKEN, DATA_DIR=tmp_path / "data")
    words = ["link", "--for", "2h", "--station", "sleep", "--base", "https://radio.example"]
    build(["link"])(words, standalone_mode=False)
    page, stream = capsys.readouterr().out.split()
    assert page.startswith("https://radio.example/?station=sleep&token=link.")
    assert stream.startswith("https://radio.example/stream/sleep.mp3?token=link.")
    token = page.rpartition("token=")[2]
    found = Links(read.policy().link_key, read.policy().tokens).read(token)
    assert found is not None
    assert found.station == "sleep"
    other = Links(LinkKey(tmp_path / "data" / "link.key"), Tokens(listen="other"))
    assert other.read(token) is None
