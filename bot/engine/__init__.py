"""The stages between the sources and the chats, and what keeps them going."""
