"""Writes tables in the language of Word documents."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain

from papers.blocks import Blocks, Cell, Row, Table
from papers.outputs.docx_words import Layout, paragraph

WriteCell = Callable[[Blocks, int, str, bool], str]


def columns(table: Table, width: int) -> list[int]:
    """The width of each column; those without a share divide what is left."""
    number = max([1, len(table.widths), *(_taken(row) for row in _rows(table))])
    shares = [*table.widths, *([0] * number)][:number]
    left = max(0, 100 - sum(shares))
    without = shares.count(0)
    parts = [float(share) or (left / without if left else 5.0) for share in shares]
    return [max(1, round(width * part / sum(parts))) for part in parts]


def _rows(table: Table) -> Iterable[Row]:
    return chain(table.head, table.body, table.foot)


def _taken(row: Row) -> int:
    return sum(cell.colspan for cell in row.cells)


def table_xml(table: Table, widths: list[int], left: int, write: WriteCell) -> str:
    style = '<w:tblStyle w:val="TableGrid"/>' if "grid" in table.classes else ""
    rows = _Rows(widths, write)
    written = "".join(rows.write(row, head=True) for row in table.head)
    written += "".join(rows.write(row) for row in chain(table.body, table.foot))
    return _table(style, widths, left, written)


def grid(cells: list[tuple[str, int]]) -> str:
    """One row without lines: things side by side."""
    row = "".join(_cell(content, width) for content, width in cells)
    return _table("", [width for _, width in cells], 0, _row(row, ""))


def _table(style: str, widths: list[int], left: int, rows: str) -> str:
    indent = f'<w:tblInd w:w="{left}" w:type="dxa"/>' if left else ""
    grid_columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr>{style}<w:tblW w:w="{sum(widths)}" w:type="dxa"/>{indent}'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid_columns}</w:tblGrid>'
        f"{rows}</w:tbl>"
    )


def _row(cells: str, properties: str) -> str:
    return f"<w:tr><w:trPr><w:cantSplit/>{properties}</w:trPr>{cells}</w:tr>"


def _cell(content: str, width: int, properties: str = "") -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{properties}</w:tcPr>{content}</w:tc>'


@dataclass(slots=True)
class _Above:
    """A cell that reaches down into the next rows."""

    rows: int
    colspan: int


class _Rows:
    """Writes rows in order, keeping places for the cells that reach down from above."""

    def __init__(self, widths: list[int], write: WriteCell) -> None:
        self.widths, self.put = widths, write
        self.above: dict[int, _Above] = {}

    def write(self, row: Row, *, head: bool = False) -> str:
        cells, at = [], 0
        waiting = list(row.cells)
        while at < len(self.widths):
            above = self.above.get(at)
            if above:
                cells.append(self.continued(at, above))
                at += above.colspan
            elif waiting:
                cell = waiting.pop(0)
                span = min(cell.colspan, self.room(at))
                cells.append(self.cell(cell, at, span, bold="total" in row.classes or cell.tag == "th"))
                at += span
            else:
                cells.append(_cell(paragraph(Layout(), ""), self.widths[at]))
                at += 1
        return _row("".join(cells), "<w:tblHeader/>" if head else "")

    def room(self, at: int) -> int:
        """How many columns are free from here on."""
        taken = next((column for column in sorted(self.above) if column > at), len(self.widths))
        return taken - at

    def continued(self, at: int, above: _Above) -> str:
        above.rows -= 1
        if above.rows == 0:
            del self.above[at]
        properties = _spanned(above.colspan) + "<w:vMerge/>"
        return _cell(paragraph(Layout(), ""), sum(self.widths[at : at + above.colspan]), properties)

    def cell(self, cell: Cell, at: int, span: int, *, bold: bool) -> str:
        properties = _spanned(span)
        if cell.rowspan > 1:
            self.above[at] = _Above(cell.rowspan - 1, span)
            properties += '<w:vMerge w:val="restart"/>'
        if "nowrap" in cell.classes:
            properties += "<w:noWrap/>"
        width = sum(self.widths[at : at + span])
        align = "right" if "num" in cell.classes else "center" if "center" in cell.classes else ""
        return _cell(self.put(cell.content, width, align, bold), width, properties)


def _spanned(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
