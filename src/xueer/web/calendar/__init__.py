"""The calendar of a unit and of a person: what happens on which day, as pages show it and as phones subscribe to it."""
