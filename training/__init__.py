"""How the reader is trained, scored and exported. Nothing here is needed to run the pipeline."""
