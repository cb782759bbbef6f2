"""A whole evaluation, from a panel and who took part to verdicts in words."""
