"""The label and the value of a line such as ส่วนราชการ … or เรียน …"""

from papers.blocks import Break, Inline, Paragraph, Span, Text
from papers.spacing import tidy

Inlines = tuple[Inline, ...]


def label_and_value(paragraph: Paragraph) -> tuple[Inlines, Inlines]:
    """What is bold at the beginning is the label, or else the first word; the value is all that follows."""
    content = paragraph.content
    first = content[0] if content else Text("")
    if isinstance(first, Text):
        label, _, rest = first.text.partition(" ")
        return (Text(label),), tidy((Text(rest), *content[1:]))
    if isinstance(first, Break):
        return (), content[1:]
    return ((Span("b", (), first.content) if first.tag == "span" else first),), tidy(content[1:])
