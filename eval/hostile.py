"""Files made to harm whoever reads them: bombs, circles, depths and sizes beyond reason.

Each is small on disk or made in a moment; what it costs is what a reader makes of it. The words in
them are invented.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from pdf_objects import deflated, pdf_of, repeated, stream

MB = 1 << 20
FLATE = b"/Filter /FlateDecode"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
SENTENCE = "They asked me what I wanted and then they waited"
JATS = "<article><front/><body><p>{}</p></body></article>"


def write_hostile(folder: Path) -> list[Path]:
    """Write every hostile file into ``folder``; their paths, in the order of ``HOSTILE``."""
    paths = []
    for name, make in HOSTILE.items():
        paths.append(folder / name)
        paths[-1].write_bytes(make())
    for name, beginning in SPARSE.items():
        paths.append(folder / name)
        with paths[-1].open("wb") as file:
            file.write(beginning)
            file.truncate(8192 * MB)
    return paths


def one_page(content: bytes, *more: bytes, page: bytes = b"", resources: bytes = b"") -> bytes:
    """A PDF of one page whose content is object 5; ``more`` objects follow from 6 on."""
    box = page or b"/MediaBox [0 0 595 842]"
    kid = b"<< /Type /Page /Parent 2 0 R %b /Contents 5 0 R " % box
    kid += b"/Resources << /Font << /F 4 0 R >> %b >> >>" % resources
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    return pdf_of([CATALOGUE, pages, kid, FONT, content, *more])


def written(lines: Sequence[str], *, step: int = 12) -> bytes:
    """What a page has to draw so that it shows these lines below each other."""
    shown = b" ".join(b"(%b) Tj T*" % line.encode() for line in lines)
    return b"BT /F 9 Tf %d TL 60 780 Td %b ET" % (step, shown)


def bomb(what: bytes, megabytes: int, layers: int = 1) -> bytes:
    """A page whose content is ``megabytes`` of ``what``, deflated so many times over."""
    data = deflated(repeated(what, megabytes * MB))
    for _ in range(layers - 1):
        data = deflated([data])
    filters = b"/Filter [%b]" % b" ".join([b"/FlateDecode"] * layers)
    return one_page(stream(data, filters))


def many_pages(count: int) -> bytes:
    """A PDF of so many pages, each with a few lines of its own."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * number) for number in range(count))
    pages = b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, count)
    objects = [CATALOGUE, pages, FONT]
    for number in range(count):
        lines = [f"{SENTENCE}, on day {number} of {line}." for line in range(12)]
        objects.append(_leaf(b"%d 0 R" % (5 + 2 * number)))
        objects.append(stream(deflated([written(lines)]), FLATE))
    return pdf_of(objects)


def same_page(count: int) -> bytes:
    """A PDF that lists one page again and again."""
    kids = b"4 0 R " * count
    pages = b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, count)
    return pdf_of([CATALOGUE, pages, FONT, _leaf(b"5 0 R"), stream(written([SENTENCE]))])


def deep_tree(depth: int) -> bytes:
    """One page below so many nodes of the page tree."""
    nodes = [
        b"<< /Type /Pages /Count 1 /Kids [%d 0 R] %b >>"
        % (number + 1, b"/Parent %d 0 R" % (number - 1) if number > 2 else b"")
        for number in range(2, depth + 2)
    ]
    last = depth + 2
    page = b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources "
    page = (page + b"<< /Font << /F %d 0 R >> >> >>") % (last - 1, last + 1, last + 2)
    return pdf_of([CATALOGUE, *nodes, page, stream(written([SENTENCE])), FONT])


def circular_tree() -> bytes:
    """A page tree whose nodes are each other's kids and parents."""
    one = b"<< /Type /Pages /Parent 3 0 R /Kids [3 0 R 3 0 R] /Count 9999 >>"
    other = b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R 2 0 R] /Count 9999 >>"
    return pdf_of([CATALOGUE, one, other])


def circular_form() -> bytes:
    """A drawing that draws itself, twice each time."""
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources "
    form += b"<< /XObject << /X 6 0 R >> >>"
    drawing = stream(b"/X Do /X Do", form)
    used = b"/XObject << /X 6 0 R >>"
    return one_page(stream(b"/X Do " + written([SENTENCE])), drawing, resources=used)


def doubling_forms(levels: int) -> bytes:
    """Drawings each of which draws the next one twice: two to the power of ``levels``."""
    forms = []
    for number in range(6, 6 + levels):
        head = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources "
        head += b"<< /Font << /F 4 0 R >> /XObject << /X %d 0 R >> >>" % (number + 1)
        forms.append(stream(b"/X Do /X Do", head))
    last = (
        b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font << /F 4 0 R >> >>"
    )
    used = b"/XObject << /X 6 0 R >>"
    return one_page(stream(b"/X Do"), *forms, stream(written([SENTENCE]), last), resources=used)


def circular_length() -> bytes:
    """A stream whose length is told by itself."""
    return one_page(b"<< /Length 5 0 R >>\nstream\n%b\nendstream" % written([SENTENCE]))


def circular_tables() -> bytes:
    """A table of contents of the file that names itself as the one before."""
    whole = one_page(stream(written([SENTENCE])))
    start = whole.rindex(b"xref\n0")
    return whole.replace(b"trailer\n<<", b"trailer\n<< /Prev %d" % start)


def giant_image(side: int) -> bytes:
    """A page that shows a picture of ``side`` times ``side`` black points."""
    head = b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray "
    head = (head + b"/BitsPerComponent 8 %b") % (side, side, FLATE)
    image = stream(deflated(repeated(b"\0", 1024 * MB)), head)
    used = b"/XObject << /X 6 0 R >>"
    drawing = b"q 500 0 0 500 40 40 cm /X Do Q " + written([SENTENCE] * 30)
    return one_page(stream(drawing), image, resources=used)


def giant_page() -> bytes:
    """A page as wide as a country, with a line of text."""
    return one_page(stream(written([SENTENCE] * 30)), page=b"/MediaBox [0 0 1e12 1e12]")


def drawn(parts: list[bytes]) -> bytes:
    """A page that draws these parts."""
    return one_page(stream(deflated([b"\n".join(parts)]), FLATE))


def many_rules(count: int) -> bytes:
    """A page with so many short lines drawn on it, as on a map."""
    return drawn(
        [b"%d %d m %d %d l S" % (n % 587, n % 823, n % 587 + n % 7, n % 823) for n in range(count)]
    )


def many_words(count: int) -> bytes:
    """A page with so many words, each at a place of its own."""
    words = [
        b"1 0 0 1 %d %d Tm (word%d) Tj" % (n * 37 % 560, n * 53 % 820, n) for n in range(count)
    ]
    return drawn([b"BT /F 6 Tf", *words, b"ET"])


def many_marks(count: int) -> bytes:
    """A page of quotation marks and brackets that are opened and never closed."""
    lines = [f'"{SENTENCE} \\( [ "I said' for _ in range(count)]
    return drawn([written(lines, step=1)])


def wild_numbers() -> bytes:
    """Words at places that no page has."""
    places = (b"1e38", b"-1e38", b"99999999999999999999", b"0.000000000000000000001")
    words = [
        b"%b 0 0 %b %b %b Tm (%b) Tj" % (a, b, a, b, SENTENCE.encode())
        for a in places
        for b in places
    ]
    return drawn([b"BT /F 9 Tf", *words, b"ET"])


def entities(declared: str, used: str) -> bytes:
    """A JATS article with a document type of its own."""
    return f"<!DOCTYPE article [{declared}]>{JATS.format(used)}".encode()


def laughs() -> bytes:
    """Nine entities, each ten of the one before."""
    rest = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return entities(f'<!ENTITY a0 "{SENTENCE}">{rest}', "&a9;")


def many_attributes(count: int) -> bytes:
    """A JATS article with one element of so many attributes."""
    attributes = " ".join(f"a{number}='x'" for number in range(count))
    return JATS.format(f"<bold {attributes}>a</bold>").encode()


def _leaf(content: bytes) -> bytes:
    fonts = b"/Resources << /Font << /F 3 0 R >> >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] %b /Contents %b >>"
    return page % (fonts, content)


HOSTILE: dict[str, Callable[[], bytes]] = {
    "bomb-of-spaces.pdf": lambda: bomb(b" ", 2048),
    "bomb-in-a-bomb.pdf": lambda: bomb(b" ", 4096, layers=3),
    "bomb-of-drawing.pdf": lambda: bomb(b"0 0 m 9 9 l S\n", 512),
    "bomb-of-words.pdf": lambda: bomb(b"BT /F 9 Tf (I stayed) Tj ET\n", 256),
    "pages-10000.pdf": lambda: many_pages(10_000),
    "same-page-100000-times.pdf": lambda: same_page(100_000),
    "page-tree-5000-deep.pdf": lambda: deep_tree(5000),
    "page-tree-in-a-circle.pdf": circular_tree,
    "drawing-in-a-circle.pdf": circular_form,
    "drawing-doubled-40-times.pdf": lambda: doubling_forms(40),
    "length-in-a-circle.pdf": circular_length,
    "tables-in-a-circle.pdf": circular_tables,
    "image-of-32000-by-32000.pdf": lambda: giant_image(32_000),
    "page-of-a-country.pdf": giant_page,
    "rules-300000.pdf": lambda: many_rules(300_000),
    "words-100000-on-a-page.pdf": lambda: many_words(100_000),
    "marks-never-closed.pdf": lambda: many_marks(20_000),
    "word-of-a-million-letters.pdf": lambda: drawn([written(["a" * 1_000_000])]),
    "numbers-of-no-page.pdf": wild_numbers,
    "laughs.xml": laughs,
    "laughs-in-a-square.xml": lambda: entities(f'<!ENTITY a "{"x" * MB}">', "&a;" * 10_000),
    "entity-of-this-machine.xml": lambda: entities(
        '<!ENTITY a SYSTEM "file:///etc/hostname">', "&a;"
    ),
    "entity-in-a-circle.xml": lambda: entities('<!ENTITY a "&b;"><!ENTITY b "&a;">', "&a;"),
    "elements-100000-deep.xml": lambda: JATS.format("<sec>" * 100_000).encode(),
    "elements-a-million.xml": lambda: JATS.format("<bold>a</bold>" * 1_000_000).encode(),
    "attributes-a-million.xml": lambda: many_attributes(1_000_000),
    "paragraph-of-100-megabytes.xml": lambda: JATS.format(f"{SENTENCE}. " * 2_000_000).encode(),
    "marks-never-closed.xml": lambda: JATS.format(f"“{SENTENCE} (" * 100_000).encode(),
}
"""The name of each hostile file, and what makes it."""

SPARSE = {"nothing-of-8-gigabytes.pdf": b"%PDF-1.7\n", "nothing-of-8-gigabytes.xml": b"<article>"}
"""Files that are long and hold nothing, and how each begins."""
