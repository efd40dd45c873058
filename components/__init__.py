"""What pages are made of: language, address, colours and the map. Knows shifo, not the pages."""
