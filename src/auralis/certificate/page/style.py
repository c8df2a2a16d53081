"""How the page looks: dark or light as the reader has it, on paper light."""

from pathlib import Path
from typing import Final

STYLE: Final = Path(__file__).with_name("certificate.css").read_text(encoding="utf-8")
