"""The home: the folder of database, media, keys and backups, and the database itself, wherever it stands."""
