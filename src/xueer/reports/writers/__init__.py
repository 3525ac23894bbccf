"""One file per form of a document; `writers.registry.WRITERS` maps suffixes to them."""
