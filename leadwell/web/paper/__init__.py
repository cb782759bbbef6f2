"""Papers to be read, of a side or two: one content, shown as a page, a PDF and a Word document.

A floor says what a paper has as a `Paper` of plain text; `keeping` freezes it as JSON, `docx_out`
writes it for Word, `leadwell.web.pdf.press` sets it. Text is data all the way: none of it is ever
read as markup.
"""
