"""What keeps a data folder in order over years: merging small commits, finding and mending damage, erasing articles."""
