"""The digest: one letter with the titles of what wants somebody, from the first page's sources."""
