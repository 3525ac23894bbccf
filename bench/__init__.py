"""How quick Xue'er is, as ratios measured in one run: `make bench`, or `make bench BENCH="pages"` for one of them.

A bench is a module with `run(context) -> list[Row]`, named in `registry.BENCHES`. It builds its own data in a home and
a database that are thrown away, measures ours and the limit in turn, and says what the bar is. With DATABASE_URL
everything is run twice: on SQLite, and in a database of its own on that server.
"""
