"""Pages of reports, and papers made of other stages' facts in the official form."""
