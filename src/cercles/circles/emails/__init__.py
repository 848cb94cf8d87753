"""The letters of the room. Each is written in the transaction of the act it tells."""
