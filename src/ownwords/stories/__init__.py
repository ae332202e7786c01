"""Stories: an ordered telling in plain Markdown whose quotations are references, never words."""
