"""The presets there are."""

from fastapi import APIRouter

from auralis.composition.presets import PRESETS, Preset
from auralis.theory.keys import Key


def preset_routes() -> APIRouter:
    """Return `/api/v1/presets`: the built-in ones, to be read."""
    router = APIRouter(prefix="/api/v1", tags=["presets"])

    @router.get("/presets")
    async def presets() -> dict[str, list[dict[str, object]]]:
        """Return every preset with the settings it brings."""
        return {"presets": [_document(preset) for preset in PRESETS.values()]}

    return router


def _document(preset: Preset) -> dict[str, object]:
    return {
        "name": preset.name,
        "built_in": True,
        "key": Key(preset.root % 12, preset.mode).name,
        "mode": preset.mode,
        "bpm": preset.bpm,
        "intensity": preset.intensity,
        "wander": preset.wander,
    }
