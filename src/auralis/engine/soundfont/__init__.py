"""SoundFonts played by FluidSynth: dry, on the grid of a segment, the same whatever the block size."""
