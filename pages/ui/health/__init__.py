"""The health check on the screen: asking for it, findings, thresholds, the way to a figure."""
