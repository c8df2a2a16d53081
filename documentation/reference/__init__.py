"""Reference made from code; one file a page, each with `page`, which returns it as Markdown."""
