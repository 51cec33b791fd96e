"""What every page is made of: frame, words, numbers, state, charts. Nothing here works out pay."""
