"""Sets a paragraph with a drop cap: its first letter, large, beside its first lines."""

from typing import cast

from reportlab.lib.colors import Color
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, Image, ImageAndFlowables, Paragraph

LINES = 3
"""The lines of the paragraph that stand beside the letter."""
CAP_HEIGHT = 0.66
"""How tall a capital of Times is, as a part of the size of its face."""
GAP = 3.5
"""The points between the letter and the lines beside it."""


class Initial(Flowable):
    """One capital, as tall as ``LINES`` lines of ``paragraph``; it fits in wherever it is put."""

    def __init__(self, letter: str, paragraph: Paragraph, color: Color) -> None:
        super().__init__()
        style = paragraph.style
        self.letter, self.color = letter, color
        self.face = style.fontName
        self.rise = (LINES - 1) * style.leading
        self.size = (self.rise + style.fontSize * CAP_HEIGHT) / CAP_HEIGHT
        self.depth = self.rise + style.fontSize

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """The width of the letter, and its height from the top of the first line down."""
        self.width = stringWidth(self.letter, self.face, self.size)
        self.height = self.depth
        return self.width, self.height

    def draw(self) -> None:
        """Print the letter with its foot on the last line beside it."""
        self.canv.setFont(self.face, self.size)
        self.canv.setFillColor(self.color)
        self.canv.drawString(0, 0, self.letter)

    def _restrictSize(self, width: float, height: float) -> tuple[float, float]:  # noqa: N802
        return self.wrap(width, height)

    def _unRestrictSize(self) -> None:  # noqa: N802
        """Do nothing: a letter is never made smaller to fit, as a picture would be."""


def with_drop_cap(letter: str, rest: Paragraph, color: Color) -> Flowable:
    """The paragraph ``rest`` with the ``letter`` before it as a drop cap."""
    rest.style = rest.style.clone("beside a drop cap", allowWidows=1, allowOrphans=1)
    initial = Initial(letter, rest, color)
    picture = cast(Image, initial)  # all that is asked of a picture, a letter can do as well
    return ImageAndFlowables(
        picture, [rest], imageSide="left", imageRightPadding=GAP, imageBottomPadding=0
    )
