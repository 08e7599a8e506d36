"""What a development plan must show (P-D1 to P-D9)."""

from workflow.guards.registry import attested

past_results_attached = attested("past_results_attached", "past_results_report")
