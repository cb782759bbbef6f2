"""Hidden figures: one door through which every figure about pupils leaves.

`release.release(table, tier=..., register=..., policy=...)` decides, cell by cell, what a reader
of that tier is shown, so that no number of fewer than six pupils can be read, or worked out from
this and everything shown before. docs/explanation/hidden-figures.md says what, why and how far.

    table      what is asked for: pupils counted in atoms, rows as sets of atoms
    policy     who is looking, and how few is too few
    primary    which cells are hidden for their own sake
    sums       what a reader can add up, and other worlds in which all of it is true as well
    secondary  what else is hidden so that the first cannot be worked out
    layers     the two together: numbers of pupils, then each outcome
    register   what has been shown before
    cells      what is printed, and the words for it
    respondents  the rules for answers of staff, and for other small groups
    typed      a figure somebody typed, with how many pupils it is about
"""
