"""Papers in the official form that are no reports: nothing is drafted, checked or issued, they say what is stored."""
