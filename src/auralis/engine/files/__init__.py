"""Patches and kits as files, and the expressions in them."""
