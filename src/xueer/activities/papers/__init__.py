"""Papers of activities as files: the attendance of a year as a spreadsheet that is worth printing."""
