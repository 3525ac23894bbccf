"""Small programs for those who work on Xue'er; nothing here is installed with it."""
