"""When the pipeline runs by itself: the job, an hourly schedule, a sensor for new files. Not here: what a run does."""
