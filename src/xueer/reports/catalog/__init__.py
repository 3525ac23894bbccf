"""One file per report; `reports.registry.REPORTS` is the list."""
