"""Everything of an installation in one file.

A backup is a zip: `manifest.json` (format, version, last migration of each stage, rows and SHA-256 of every table, size
and SHA-256 of every file), `tables/<table>.jsonl` (a JSON list per row, neutral to the database, in the order of the
key), `files/media/…`, `files/keys/…`. It is read back and compared before it gets its name.

Left out: sessions (everybody signs in again, so that a stolen backup opens nobody's pages), the job queue (a job that
was waiting is found by the sweep and queued anew), Django's content types and permissions (made by the migrations,
nothing points to them), and the table of migrations itself, which the manifest replaces.
"""
