"""Equal temperament without libm: the same frequencies on every machine."""

from auralis.core.errors import InvalidValue

A4 = 69
_OCTAVE = (
    1.0,
    1.0594630943592953,
    1.122462048309373,
    1.189207115002721,
    1.2599210498948732,
    1.3348398541700344,
    1.4142135623730951,
    1.4983070768766815,
    1.5874010519681994,
    1.681792830507429,
    1.7817974362806785,
    1.8877486253633868,
)


def hertz(pitch: int) -> float:
    """Return the frequency of a MIDI pitch, 0 to 127, with A4 at 440 Hz."""
    if not 0 <= pitch <= 127:
        raise InvalidValue("pitch", pitch, "0 to 127")
    octave, step = divmod(pitch - A4, 12)
    power = float(1 << octave) if octave >= 0 else 1.0 / (1 << -octave)
    return 440.0 * power * _OCTAVE[step]
