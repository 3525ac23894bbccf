"""What can go wrong with the ledger."""


class LedgerUnsound(Exception):
    """Stored records differ from what their sources say; the message counts missing and surplus rows by source."""
