"""Compressed MusicXML: a document in a ZIP file, `.mxl`."""

from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

_TYPE: Final = "application/vnd.recordare.musicxml"
_NAME: Final = "score.musicxml"
_CONTAINER: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    "<container><rootfiles>"
    f'<rootfile full-path="{_NAME}" media-type="{_TYPE}+xml"/>'
    "</rootfiles></container>\n"
)


def compressed(document: bytes) -> bytes:
    """Return a document as `.mxl`; the same document is the same bytes, whenever it is packed."""
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr(ZipInfo("mimetype"), _TYPE, ZIP_STORED)
        archive.writestr(ZipInfo("META-INF/container.xml"), _CONTAINER, ZIP_DEFLATED)
        archive.writestr(ZipInfo(_NAME), document, ZIP_DEFLATED)
    return packed.getvalue()
