"""The places where people chat: each knows its own client library, and none of the others."""
