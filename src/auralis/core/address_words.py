"""What addresses usually say, for their packing: a part of each form, which must never change."""

from typing import Final

_LAYER: Final = '"layers.{0}.density":1,"layers.{0}.gain":1,"layers.{0}.mute":false,'
_PARTS: Final = ("air", "percussion", "bells", "bass", "piano", "pad")
_ROOTS: Final = ("C#", "Db", "D#", "Gb", "G#", "Ab", "A#", "Eb", "Bb", "F#", *"BFCGDAE")
_CHURCH: Final = ("locrian", "ionian", "mixolydian", "aeolian", "lydian", "phrygian", "dorian")
_MODES: Final = (*_CHURCH, "major", "minor")
_WHOLE: Final = ("brightness", "space", "wander", "calm", "density", "intensity")
_NAMES: Final = (*_WHOLE, "bpm", "mode", "preset", "key")

FIRST: Final = (
    '"boundary":"chunk","frame":0,"set":{"layers.piano.density":0.,"layers.piano.mute":true,"brightness":0.,'
    '"space":0.,"wander":0.,"calm":1,"meter":"3/4","6/8","boundary":"phrase","frame":,"set":{"mode":"locrian",'
    '"mixolydian","phrygian","lydian","aeolian","ionian","dorian","boundary":"beat","frame":,"set":{'
    '"intensity":0.1}},{"boundary":"bar","frame":,"set":{"bpm":,"intensity":0.,"key":"A# minor","C# major",'
    '"preset":"meditation"}},{"48000,"seed":"bpm":70,"C lydian","preset":"bright","intensity":0.6,"bpm":50,'
    '"A minor","preset":"meditation","intensity":0.3,"bpm":40,"E phrygian","preset":"sleep","intensity":0.2,'
    '"key":"E minor","key_held":true,{"changes":[],"context":{"bpm":60,"brightness":0.5,"calm":0.5,'
    '"density":1,"intensity":0.5,"key":"D dorian","key_held":false,'
    + "".join(map(_LAYER.format, ("air", "bass", "bells", "pad", "percussion", "piano")))
    + '"meter":"4/4","preset":"focus","space":0.5,"wander":0.5},"engine":"0.1.0","format":1,"kit":"auralis",'
    '"sample_rate":44100,"seed":'
).encode()
"""The words of `a1`."""

SECOND: Final = (
    "".join(f'"{root} {mode}",' for mode in _MODES for root in _ROOTS)
    + "".join(
        f'["chunk","layers.{layer}.{part}"],' for layer in _PARTS for part in ("density", "mute", "gain")
    )
    + "".join(f'["chunk","{name}"],["beat","{name}"],["bar","{name}"],' for name in _NAMES)
    + '"soundfont","3/4","6/8",["light",[true,false,true,true,false],"chords":["i","IV"],'
    '["phrase","key","bpm"]],"rows":1,"values":{"bpm":0,"brightness":2,"chords":[],"density":2,"intensity":2,"key":["'
    + "".join(f'"layers.{layer}.{part}":2,' for layer in _PARTS for part in ("density", "gain"))
    + '"mode":["dorian","preset":["focus","meditation","sleep","bright"],"space":2}}\n'
    '{"kinds":[["bar","key"]],"rows":' + "\0" * 12
).encode()
"""The words of `a2`."""
