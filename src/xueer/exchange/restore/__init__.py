"""Bringing a backup back: into a fresh home or over an old one, on SQLite or PostgreSQL, whichever wrote it."""
