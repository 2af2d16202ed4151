"""Destroyed characters: mended where it is certain, left alone where it is not."""

import pytest

from pipelines.ingest.mending import Mended, mend

SAID = "“We’re glad,” said Zoë – at 5 £ a café…"


@pytest.mark.parametrize(
    ("text", "mended", "kinds"),
    [
        (SAID.encode().decode("cp1252", "replace"), SAID, ("mojibake",)),
        (SAID.encode("cp1252").decode("latin-1"), SAID, ("c1_controls",)),
        ("Òyes,Ó said ZoŽ, ÒitÕs lateÓ", "“yes,” said Zoé, “it’s late”", ("mac_roman",)),
        (
            "The mayor Ð ZoŽ Ð says itÕs late and they donÕt mind.",
            "The mayor – Zoé – says it’s late and they don’t mind.",
            ("mac_roman",),
        ),
        ("&quot;yes,&quot; R&amp;D said &amp;amp; &#8216;no&#8217;", '"yes," R&D said & ‘no’', ("entities",)),
        ("&amp;quot;yes&amp;quot;", '"yes"', ("entities",)),
        ("‚Äúyes,‚Äù said she. It‚Äôs late", "“yes,” said she. It’s late", ("mojibake",)),
        ("вЂњyes,вЂќ said she. ItвЂ™s late", "“yes,” said she. It’s late", ("mojibake",)),
        ("\\u201cyes,\\u201d said she. It\\x92s late", "“yes,” said she. It’s late", ("escapes",)),
        ("ΓÇ£yes,ΓÇ¥ said José".replace("é", "├⌐"), "“yes,” said José", ("mojibake",)),
        (SAID.encode().decode("cp850"), SAID, ("mojibake",)),
        ("&#226;&#128;&#156;yes,&#226;&#128;&#157; he said", "“yes,” he said", ("entities", "mojibake")),
        ("\\u201cyes\\u201d \\ud83d\\ude00", "“yes” 😀", ("escapes",)),
        ("it=E2=80=99s a long=\nish line of a=3Db", "it’s a longish line of a=b", ("escapes",)),
        ("=E2=80=9Cyes,=E2=80=9D said she", "“yes,” said she", ("escapes",)),
        ("â€œyes,â€ he said. “And no,” she said.", "“yes,” he said. “And no,” she said.", ("mojibake",)),
    ],
)
def test_what_is_certain_is_mended_and_named(text: str, mended: str, kinds: tuple[str, ...]) -> None:
    assert mend(text) == Mended(mended, kinds)


@pytest.mark.parametrize(
    "text",
    [
        SAID,
        "R&D, AT&T and Q&A; a & b",
        "Ã is a letter of Portuguese, as in NÃO and SÃO PAULO.",
        "L’Òpera de Barcelona; Ó Gantry; ÒSCAR",
        "Ελληνικά, русский, 日本語, العربية",
        "Ångström, Ærø, façade, naïve, €5",
        "It cost � more.",
        "SÕL of 5 Õ; JÕGEVA and Õhtuleht wrote it’s late",
        "a path C:\\users\\new and a sum of 2=80, x=AB",
    ],
)
def test_what_is_right_or_not_certain_stays(text: str) -> None:
    assert mend(text) == Mended(text)
