"""What `auralis patch` does: patches found, shown, rendered and drawn."""
