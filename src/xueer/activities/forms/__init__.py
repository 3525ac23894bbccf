"""What people type about activities: filters of the list, the details of a session, the rhythm of a series."""

from xueer.activities.forms.filters import ORDERS, ActivityFilter

__all__ = ["ORDERS", "ActivityFilter"]
