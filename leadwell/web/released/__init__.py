"""Figures about pupils as their reader gets them: page, chart, CSV, JSON, paper and letter alike.

Each of these takes a ReleasedTable, and that is made of a Release: what the engine of disclosure
let out. Nothing here sees a number that was not released, so nothing here can tell one.

    table      what was released, with the words that stand around it
    page       its cells as they stand on a page
    chart      its bars; a figure that may not be told has none, and its place says why
    files      CSV, JSON and PDF
    invented   an invented year group as each of the three tiers of readers sees it
"""
