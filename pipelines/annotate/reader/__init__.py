"""The trained reader: finds sentences, names and attributions with a small encoder run by onnxruntime.

What lives here turns text into what the model sees (`words`), runs it (`model_files`) and turns its scores into spans
and links (`decode`, `linking`). Cue classes, speakers, channels and the records of the lake are made elsewhere in
`pipelines.annotate`.
"""
