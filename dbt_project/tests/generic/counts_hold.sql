{% test counts_hold(model, condition) %}
    {#- Fails on every row whose counts do not obey `condition`; a count that is null obeys. -#}
    select * from {{ model }}
    where not ({{ condition }})
{% endtest %}
