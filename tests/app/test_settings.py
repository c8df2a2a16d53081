"""Settings as the environment gives them: as texts."""

import pytest

from auralis.app.settings import read_settings
from auralis.core.errors import InvalidValue


@pytest.mark.parametrize(
    ("name", "text", "field", "value"),
    [
        ("AURALIS_SAMPLE_RATE", "48000", "sample_rate", 48_000),
        ("AURALIS_CHUNK_DURATION_MS", "100", "chunk_duration_ms", 100),
        ("AURALIS_DEVICE", "cuda", "device", "cuda"),
        ("AURALIS_TORCH_THREADS", "1", "torch_threads", 1),
        ("AURALIS_ENABLE_EFFECTS", "false", "enable_effects", False),
    ],
)
def test_a_variable_is_read_as_what_it_means(
    monkeypatch: pytest.MonkeyPatch, name: str, text: str, field: str, value: object
) -> None:
    monkeypatch.setenv(name, text)
    assert getattr(read_settings(), field) == value


@pytest.mark.parametrize(
    ("name", "text", "allowed"),
    [
        ("AURALIS_SAMPLE_RATE", "22050", "44100, 48000"),
        ("AURALIS_SAMPLE_RATE", "fast", "44100, 48000"),
        ("AURALIS_DEVICE", "tpu", "auto, cpu, cuda, mps"),
        ("AURALIS_TORCH_THREADS", "0", "1 to "),
        ("AURALIS_ENABLE_EFFECTS", "perhaps", "true or false"),
    ],
)
def test_a_wrong_variable_names_itself_and_what_is_allowed(
    monkeypatch: pytest.MonkeyPatch, name: str, text: str, allowed: str
) -> None:
    monkeypatch.setenv(name, text)
    with pytest.raises(InvalidValue) as wrong:
        read_settings()
    assert (wrong.value.field, str(wrong.value.value)) == (name, text)
    assert wrong.value.allowed.startswith(allowed)


def test_without_effects_the_dry_kit_plays(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_settings().station_kit == "auralis"
    monkeypatch.setenv("AURALIS_ENABLE_EFFECTS", "false")
    assert read_settings().station_kit == "dry"
    with pytest.raises(InvalidValue, match="true with the kit light"):
        read_settings(kit="light").station_kit.upper()
