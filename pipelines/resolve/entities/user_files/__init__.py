"""What the user gives besides articles: decisions on who is who, and a file of aliases."""
