"""Words that a learner's code can be drawn of: short, and easy to write down."""

from __future__ import annotations

_WORDS = """
acorn anchor apple apron arrow autumn badger barley basket beacon bench berry birch
blanket boat bottle bramble branch bread bridge bronze bucket butter button cabin
candle canvas carpet carrot castle cedar cellar chalk cherry clover cloud cobalt comet
copper coral cotton cradle cricket curtain daisy dragon drum eagle ember engine falcon
feather fennel fiddle finch flint flute forest fossil fox garden garlic ginger glacier
goose granite gravel hammer harbour hazel heron honey hornet island ivory ivy jacket
juniper kettle kitten ladder lantern lemon linen lizard lobster magnet maple marble
meadow mirror mitten mosaic moth needle nettle nutmeg oak oar olive onion orchard
otter paddle pebble pepper pigeon pillow planet plum pocket poppy quartz quill rabbit
raven ribbon river saddle saffron shell silver spoon thistle tunnel velvet walnut
willow window
"""
CODE_WORDS: tuple[str, ...] = tuple(_WORDS.split())
