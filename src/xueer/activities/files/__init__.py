"""Uploaded files before they are kept: what they are by their content, under which name they are shown. No database."""
