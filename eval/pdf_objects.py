"""PDFs put together object by object: for files that no typesetter would write."""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, repeat

CHUNK = 1 << 20


def pdf_of(bodies: Sequence[bytes], *, root: int = 1) -> bytes:
    """A PDF with these objects, numbered from 1; object ``root`` is its catalogue."""
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(bodies, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return bytes(out + trailer % (len(bodies) + 1, root, start))


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """A stream object's body that holds ``data`` as it is."""
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(data), entries, data)


def deflated(parts: Iterable[bytes]) -> bytes:
    """``parts`` one after the other, deflated without ever being held whole."""
    press = zlib.compressobj(9)
    return b"".join(press.compress(part) for part in parts) + press.flush()


def repeated(what: bytes, size: int) -> Iterator[bytes]:
    """``what`` again and again, about ``size`` bytes in all, in chunks."""
    chunk = what * (CHUNK // len(what))
    return chain(repeat(chunk, size // CHUNK), [what * (size % CHUNK // len(what))])
