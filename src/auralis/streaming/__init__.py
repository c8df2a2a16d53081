"""From the station's ring to every listener: chunks, pacing, codecs."""
