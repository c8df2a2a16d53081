"""What is kept for clients: moments, their files, users' presets."""

from auralis.server.keeping.disposition import attachment
from auralis.server.keeping.export_file import sent
from auralis.server.keeping.keeping import Keeping, exported, kept_at
from auralis.server.keeping.preset_keeping import ROUTE, PresetKeeping, told
from auralis.server.keeping.sendable import sendable

__all__ = [
    "ROUTE",
    "Keeping",
    "PresetKeeping",
    "attachment",
    "exported",
    "kept_at",
    "sendable",
    "sent",
    "told",
]
