"""The FluidSynth library of this machine, bound with ctypes the first time it is wanted.

The functions and their arguments are those of FluidSynth's public C interface, versions 2 and later.
"""

import ctypes
import ctypes.util
from ctypes import c_char_p, c_double, c_int, c_void_p
from functools import lru_cache
from typing import Any

from auralis.core.errors import Unavailable

OK = 0
_NAMES = ("libfluidsynth.so.3", "libfluidsynth.3.dylib", "/opt/homebrew/lib/libfluidsynth.dylib")
_OLDEST = 2
_LOG_LEVELS = 5
_HOW = "FluidSynth 2 or later: apt install libfluidsynth3, or brew install fluid-synth"

_FUNCTIONS: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "fluid_version_str": (c_char_p, ()),
    "fluid_set_log_function": (c_void_p, (c_int, c_void_p, c_void_p)),
    "new_fluid_settings": (c_void_p, ()),
    "delete_fluid_settings": (None, (c_void_p,)),
    "fluid_settings_setint": (c_int, (c_void_p, c_char_p, c_int)),
    "fluid_settings_setnum": (c_int, (c_void_p, c_char_p, c_double)),
    "new_fluid_synth": (c_void_p, (c_void_p,)),
    "delete_fluid_synth": (None, (c_void_p,)),
    "fluid_synth_sfload": (c_int, (c_void_p, c_char_p, c_int)),
    "fluid_synth_get_sfont_by_id": (c_void_p, (c_void_p, c_int)),
    "fluid_synth_add_sfont": (c_int, (c_void_p, c_void_p)),
    "fluid_synth_remove_sfont": (c_int, (c_void_p, c_void_p)),
    "fluid_synth_program_select": (c_int, (c_void_p, c_int, c_int, c_int, c_int)),
    "fluid_synth_set_interp_method": (c_int, (c_void_p, c_int, c_int)),
    "fluid_synth_noteon": (c_int, (c_void_p, c_int, c_int, c_int)),
    "fluid_synth_noteoff": (c_int, (c_void_p, c_int, c_int)),
    "fluid_synth_get_active_voice_count": (c_int, (c_void_p,)),
    "fluid_synth_write_float": (c_int, (c_void_p, c_int, c_void_p, c_int, c_int, c_void_p, c_int, c_int)),
}


@lru_cache(maxsize=1)
def library() -> Any:
    """Return the bound library, its own messages silenced; raises `Unavailable` if there is none."""
    bound = _found()
    for name, (result, arguments) in _FUNCTIONS.items():
        function = getattr(bound, name)
        function.restype, function.argtypes = result, arguments
    for level in range(_LOG_LEVELS):
        bound.fluid_set_log_function(level, None, None)
    version = _version(bound)
    if int(version.partition(".")[0]) < _OLDEST:
        raise Unavailable("fluidsynth", version, _HOW)
    return bound


def version() -> str:
    """Return FluidSynth's version, such as `2.3.1`; raises `Unavailable` if there is none."""
    return _version(library())


def _version(bound: Any) -> str:
    text: bytes = bound.fluid_version_str()
    return text.decode("ascii")


def _found() -> Any:
    for name in _NAMES:
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    found = ctypes.util.find_library("fluidsynth")
    if found is None:
        raise Unavailable("fluidsynth", None, _HOW)
    return ctypes.CDLL(found)
