"""What people say is wrong: `data/corrections/*.csv`, read strictly and committed to the lake; dbt applies them."""
