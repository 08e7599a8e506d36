"""The work standards judged by the record, and the papers that prove each level."""
