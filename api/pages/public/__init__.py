"""What an office shows everybody: plans, progress, reports, the transparency items."""
