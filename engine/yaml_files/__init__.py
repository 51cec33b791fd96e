"""YAML files that people write: text that keeps its comments, and what is wrong at which line."""

from engine.yaml_files.plain import Json, in_order_of, is_number, plain, plain_json
from engine.yaml_files.reader import Reader, unknown_name
from engine.yaml_files.shipped import DATA
from engine.yaml_files.yaml_document import Document, replace_in_place

__all__ = [
    "DATA",
    "Document",
    "Json",
    "Reader",
    "in_order_of",
    "is_number",
    "plain",
    "plain_json",
    "replace_in_place",
    "unknown_name",
]
