"""The what-if page in its parts: each module draws one of them."""
