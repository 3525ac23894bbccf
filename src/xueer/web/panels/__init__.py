"""What the desk and a person's file put together from the queries of the stages. One module per page or block."""
