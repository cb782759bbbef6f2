"""Tables and records as PDF files, tagged for accessibility: the one maker, for every floor.

A page says what it shows as a `Document` or a `Record` of plain text; `press` sets it with Typst and
the typeface that `leadwell.web.assets` put into fonts/. Text from outside is data all the way: none of it is
ever read as markup.
"""
