"""A comparison that is not kept: asked by address, answered by page, CSV, PDF and Word document."""
