"""The playlist of an HTTP live stream."""

import math
from collections.abc import Sequence
from datetime import UTC, datetime

from auralis.streaming.segments import Segment


def hls_playlist(segments: Sequence[Segment], seconds: float, query: str = "") -> str:
    """Return the media playlist (RFC 8216) of consecutive segments, `seconds` long each.

    `query` stands behind the name of each, such as `?token=T`.
    """
    head = (
        "#EXTM3U",
        "#EXT-X-VERSION:6",
        f"#EXT-X-TARGETDURATION:{math.ceil(seconds)}",
        f"#EXT-X-MEDIA-SEQUENCE:{segments[0].number}",
        "#EXT-X-INDEPENDENT-SEGMENTS",
    )
    return "\n".join((*head, *(line for s in segments for line in _lines(s, seconds, query)), ""))


def _lines(segment: Segment, seconds: float, query: str) -> tuple[str, ...]:
    date = datetime.fromtimestamp(segment.unix, UTC).isoformat(timespec="milliseconds")
    return (
        f"#EXT-X-PROGRAM-DATE-TIME:{date.replace('+00:00', 'Z')}",
        f"#EXTINF:{seconds:.5f},",
        f"{segment.number}.aac{query}",
    )
