{{ rule_rows() }}
