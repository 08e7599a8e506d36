"""What a paper is given out as: a page, a PDF, a Word document, plain text; all made from the same blocks."""
