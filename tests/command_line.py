"""The command line as users call it."""

import sys

import pytest

from auralis.app import cli


class Said:
    """Runs the command line in this process."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def __call__(self, *words: str) -> tuple[int, str, str]:
        self._monkeypatch.setattr(sys, "argv", ["auralis", *words])
        with pytest.raises(SystemExit) as leaving:
            cli.main()
        status = leaving.value.code
        assert isinstance(status, int)
        out, err = self._capsys.readouterr()
        return status, out, err
