"""What the pages are drawn with, and the parts of each page."""
