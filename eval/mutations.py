"""Damaged copies of papers, the same for the same seed: as of bad disks and downloads, and worse.

Four kinds take turns. A copy differs by what its kind says; what the damage is comes from chance.
"""

import re
from base64 import a85decode
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from zlib import compress, decompress

from pdf_objects import pdf_of, stream

OBJECT = re.compile(rb"(\d+) 0 obj\s(.*?)\sendobj", re.DOTALL)
ROOT = re.compile(rb"/Root (\d+) 0 R")
STREAM = re.compile(
    rb"<<\s*/Filter \[ /ASCII85Decode /FlateDecode \] /Length \d+\s*>>\s*stream\s(.*?)~>endstream",
    re.DOTALL,
)
MOST_FLIPS, MOST_SWAPS = 8, 4


def mutated(papers: Sequence[Path], count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """So many damaged copies of ``papers``: the kind of each, and what its file holds."""
    contents = [paper.read_bytes() for paper in papers]
    kinds = list(MUTATIONS.items())
    for number in range(count):
        chance = Random(f"{seed} {number}")
        kind, mutate = kinds[number % len(kinds)]
        yield kind, mutate(chance.choice(contents), chance)


def flip_bytes(content: bytes, chance: Random) -> bytes:
    """Other values for 1, 2, 4 … or 256 of the file's bytes."""
    damaged = bytearray(content)
    for _ in range(2 ** chance.randint(0, MOST_FLIPS)):
        damaged[chance.randrange(len(damaged))] ^= chance.randint(1, 255)
    return bytes(damaged)


def cut_off(content: bytes, chance: Random) -> bytes:
    """The beginning of the file, as of a download that broke off."""
    return content[: chance.randrange(1, len(content))]


def swap_objects(content: bytes, chance: Random) -> bytes:
    """Objects in each other's places: a page where a font is wanted, and the like."""
    bodies = [body for _, body in OBJECT.findall(content)]
    for _ in range(chance.randint(1, MOST_SWAPS)):
        one, other = chance.sample(range(len(bodies)), 2)
        bodies[one], bodies[other] = bodies[other], bodies[one]
    return pdf_of(bodies, root=_root(content))


def flip_drawing(content: bytes, chance: Random) -> bytes:
    """Other bytes in what the pages draw, beneath the compression, which stays whole."""

    def damaged(match: re.Match[bytes]) -> bytes:
        drawing = decompress(a85decode(match[1]))
        return stream(compress(flip_bytes(drawing, chance)), b"/Filter /FlateDecode")

    bodies = [STREAM.sub(damaged, body) for _, body in OBJECT.findall(content)]
    return pdf_of(bodies, root=_root(content))


def _root(content: bytes) -> int:
    match = ROOT.search(content)
    if match is None:
        raise ValueError("A paper to be damaged needs to name its catalogue: /Root.")
    return int(match[1])


MUTATIONS: dict[str, Callable[[bytes, Random], bytes]] = {
    "bytes flipped": flip_bytes,
    "cut off": cut_off,
    "objects swapped": swap_objects,
    "drawing flipped": flip_drawing,
}
