"""Ways of counting: each gets facts and judges them. No database, no Django; `registry.KINDS` is the list."""
