"""One thing that was looked at."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, what was found, and whether it is well.

    `mend` is the command or the step that helps where it is not; `needed` says whether Auralis can't do
    without it. `facts` are the same for programs, as JSON data.
    """

    what: str
    found: str
    well: bool
    needed: bool = True
    mend: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def mark(self) -> str:
        """One word: `ok`; `MISSING` for what is needed, `absent` for what is not."""
        return "ok" if self.well else "MISSING" if self.needed else "absent"

    def as_dict(self) -> dict[str, object]:
        """Return it as JSON data; `mend` only where it helps."""
        told: dict[str, object] = {"what": self.what, "state": self.mark.lower(), "found": self.found}
        if not self.well:
            told["mend"] = self.mend
        return {**told, "facts": dict(self.facts)}
