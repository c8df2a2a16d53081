"""Forms of sound files, one file each."""
