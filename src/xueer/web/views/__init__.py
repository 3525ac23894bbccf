"""Views of the shell: the desk, a person's file, the calendar, first steps, the pages around them."""
