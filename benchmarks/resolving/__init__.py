"""What `benchmarks/resolve.py` measures, a file each."""
