"""The modules a patch can name: one file each, found by looking in this folder."""
