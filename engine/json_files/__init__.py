"""JSON files that people write: what is wrong with them, and at which line."""

from engine.json_files.json_text import json_of_text, read_json

__all__ = ["json_of_text", "read_json"]
