"""The kits a station can play: one file each, found by looking in this folder."""
