"""What the pages are made of. Nothing here works out pay."""
