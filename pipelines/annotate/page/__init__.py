"""What stands where on the page: sentences, quotations, paragraphs and headline, credits."""
