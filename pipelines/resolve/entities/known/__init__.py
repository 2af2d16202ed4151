"""The entities known so far: what is kept of them, and which of them a run must look at."""
