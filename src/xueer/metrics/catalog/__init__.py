"""One file per figure; `metrics.registry.METRICS` is the list."""
