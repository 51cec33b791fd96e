"""Tests in a browser. A package, so that browser and server end with the last of them."""
