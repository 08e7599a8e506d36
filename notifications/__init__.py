"""Who must hear: notices written from what the office's history leaves in the outbox."""
