"""Lists that go out as a spreadsheet, are worked in, and come back: previewed, then whole or not at all."""
