"""What boards look at: schools by their colours, how each came to be so, and what was decided."""
