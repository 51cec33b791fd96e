"""How each function that is not plain arithmetic is told: an explainer beside each family."""
