"""Make the small PDFs of the tests: ``python -m tests.pdfs.make`` writes them beside this file.

Their words are invented. The result is the same byte for byte wherever it is made.
"""

import io
from pathlib import Path

from PIL import Image, ImageDraw
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate

HERE = Path(__file__).parent
PASSWORD = "open sesame"

TITLE = ParagraphStyle("title", fontName="Times-Bold", fontSize=16, leading=20, spaceAfter=12)
HEADING = ParagraphStyle("heading", fontName="Times-Bold", fontSize=12, leading=16, spaceBefore=8)
BODY = ParagraphStyle("body", fontName="Times-Roman", fontSize=10, leading=13, spaceAfter=4)
BLOCK = ParagraphStyle("block", BODY, leftIndent=24, rightIndent=24, spaceBefore=4)

INTERVIEW = (
    (TITLE, "Being met at the door: an interview study of a drop-in service"),
    (HEADING, "Abstract"),
    (BODY, "We asked people who used a drop-in service what made it easy to come back."),
    (HEADING, "Methods"),
    (BODY, "Eleven people were interviewed. We began each interview with the question “What was "
           "it like to come here for the first time?” and followed where the answer led."),
    (HEADING, "Results"),
    (BODY, "Most spoke of the first minute. One woman said: “Nobody asked me to explain myself "
           "before I had sat down, and that was why I stayed” (P3, woman, 41). Others spoke of "
           "being remembered:"),
    (BLOCK, "She knew my name the second time, and she knew what I take in my tea. It sounds like "
            "nothing, but I had been to so many places where I was a form. (P7, man, 29)"),
    (BODY, "For others it was the time that was given to them, and that nobody looked at a clock."),
    (HEADING, "Discussion"),
    (BODY, "What people valued was small, and could be offered anywhere."),
)  # fmt: skip


def main() -> None:
    """Make every PDF."""
    write_interview(HERE / "interview.pdf")
    write_interview(HERE / "locked.pdf", password=PASSWORD)
    write_scan(HERE / "scan.pdf")


def write_interview(path: Path, *, password: str | None = None) -> None:
    """A paper of one page with an inline and a block quotation."""
    lock = StandardEncryption(password, strength=128) if password else None
    template = SimpleDocTemplate(
        str(path), title=INTERVIEW[0][1], author="nobody", invariant=1, encrypt=lock
    )
    story: list[Flowable] = [Paragraph(text, style) for style, text in INTERVIEW]
    template.build(story)


def write_scan(path: Path) -> None:
    """A page that is a picture."""
    picture = Image.new("L", (595, 842), 255)
    for top in range(100, 700, 20):
        ImageDraw.Draw(picture).line((80, top, 500, top), fill=90, width=6)
    canvas = Canvas(str(path), pagesize=(595, 842), invariant=1)
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    canvas.drawImage(ImageReader(stream), 0, 0)
    canvas.save()


if __name__ == "__main__":
    main()
