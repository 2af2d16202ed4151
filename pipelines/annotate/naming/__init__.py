"""Names and the phrases that hold them: chains of names, roles, genders, source phrases and their heads."""
