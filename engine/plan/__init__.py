"""The page: plans loaded, checked, edited, compared and described."""
