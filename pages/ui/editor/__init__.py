"""The editor page in its parts: each module draws one of them; `desk` holds what is written."""
