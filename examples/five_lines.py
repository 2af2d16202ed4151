import whosaid

documents = whosaid.annotate('"We have no choice," said Lena Orr, the minister. She added that the law was old.')
for quote in documents.quotes:
    print(quote.speaker, "|", quote.cue, "|", quote.content)
