"""Wire forms, one file each; `formats.FORMATS` finds them."""
