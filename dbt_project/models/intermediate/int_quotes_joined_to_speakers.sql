{{ attributions_with_speakers(ref("stg_lake__quotes")) }}
