"""Patches become kernels, events become sound. Knows frames, voices and parameters; knows no music."""

from auralis.engine.compiler.kernels import CompileReport, Kernels
from auralis.engine.ensemble import Ensemble
from auralis.engine.kit import Kit
from auralis.engine.kit_catalogue import load_kit, wants_font
from auralis.engine.master import Master

__all__ = ["CompileReport", "Ensemble", "Kernels", "Kit", "Master", "load_kit", "wants_font"]
