"""The analysis of the expenditure budget: what schools and groups answered, its lines, its committee."""
