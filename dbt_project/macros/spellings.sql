{% macro spellings() -%}
    {#-
        Words that are spelt in two ways, and figures written out: what is written so (a pattern of RE2), and what it is folded to.
        British spelling goes to American, by its endings and, where a word has none, by itself.
    -#}
    {{ return([
        ["([a-z]{2,})our(s|ed|ing|ings|ful|less|able|ite|ites|hood|hoods|ly|er|ers|ist|ists)?", "\\1or\\2"],
        ["([a-z]{3,})is(e|es|ed|ing|er|ers|ation|ations|able)", "\\1iz\\2"],
        ["([a-z]+)lys(e|ed|es|ing|er|ers)", "\\1lyz\\2"],
        ["([a-z]{2,}[tb])re(s?)", "\\1er\\2"],
        ["([a-z]{2,}[tb])red", "\\1ered"],
        ["([a-z]+)logue(s?)", "\\1log\\2"],
        ["(def|off|lic|pret)ence(s|d|less)?", "\\1ense\\2"],
        ["practis(e|es|ed|ing)", "practic\\1"],
        ["([a-z]{2,}[aeiou])ll(ed|ing|ings|er|ers|or|ors|ous)", "\\1l\\2"],
        ["(skil|wil|ful|instal|enrol|fulfil|distil)l?(ful|fully|ment|ments|s)", "\\1l\\2"],
        ["([a-z]*)paed(o|i)([a-z]+)", "\\1ped\\2\\3"],
        ["(an|)aesth([a-z]+)", "\\1esth\\2"],
        ["(leuk|an|)aem(i|o)([a-z]+)", "\\1em\\2\\3"],
        ["haem([a-z]+)", "hem\\1"],
        ["(f|)oe(tus|tal|strogen)([a-z]*)", "\\1e\\2\\3"],
        ["manoeuv(?:re|er)(s?)", "maneuver\\1"],
        ["manoeuv(?:r|er)(ed|ing)", "maneuver\\1"],
        ["programme(s?)", "program\\1"],
        ["gr(e)y([a-z]*)", "gray\\2"],
        ["cheque(s?)", "check\\1"],
        ["sceptic([a-z]*)", "skeptic\\1"],
        ["plough([a-z]*)", "plow\\1"],
        ["jewellery", "jewelry"],
        ["aluminium", "aluminum"],
        ["aeroplane(s?)", "airplane\\1"],
        ["(judg|acknowledg)ement(s?)", "\\1ment\\2"],
        ["age(ing)", "aging"],
        ["(learn|burn|dream|spoil)t", "\\1ed"],
        ["(amongst)", "among"],
        ["(whilst)", "while"],
        ["(toward|afterward|backward|forward|upward|downward)s", "\\1"],
        ["(mum)(s|my)?", "mom\\2"],
        ["(okay)", "ok"],
        ["per cent", "percent"],
        ["(?:a|one) (hundred|thousand|million|billion)", "1 \\1"],
        ["two", "2"], ["three", "3"], ["four", "4"], ["five", "5"], ["six", "6"], ["seven", "7"], ["eight", "8"], ["nine", "9"],
        ["ten", "10"], ["eleven", "11"], ["twelve", "12"], ["thirteen", "13"], ["fourteen", "14"], ["fifteen", "15"],
        ["sixteen", "16"], ["seventeen", "17"], ["eighteen", "18"], ["nineteen", "19"], ["twenty", "20"], ["thirty", "30"],
        ["forty", "40"], ["fifty", "50"], ["sixty", "60"], ["seventy", "70"], ["eighty", "80"], ["ninety", "90"],
        ["([2-9])0[ -]([1-9])", "\\1\\2"], ["([0-9]+) hundred", "\\100"], ["([0-9]+) thousand", "\\1000"],
        ["([0-9]+) million", "\\1000000"],
    ]) }}
{%- endmacro %}


{% macro spelt_one_way(text) -%}
    {#- A text in lower case with every word in one of its spellings and every figure in digits. -#}
    {%- set folded = namespace(sql="lower(" ~ text ~ ")") -%}
    {%- for written, kept in spellings() -%}
        {%- set folded.sql = "regexp_replace(" ~ folded.sql ~ ", '\\b" ~ written ~ "\\b', '" ~ kept ~ "', 'g')" -%}
    {%- endfor -%}
    {{ folded.sql }}
{%- endmacro %}
