"""What Attribot serves over HTTP: nothing yet."""
