"""The language of plans: text → checked tree, and its vocabulary. Nothing about people or files."""
