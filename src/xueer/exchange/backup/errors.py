"""What a backup can be refused for."""


class BackupUnsound(Exception):
    """The file is no backup, is damaged or incomplete, or is not what was read back; the message says where."""


class UnknownColumn(Exception):
    """A column of a kind that a backup cannot carry between databases."""
