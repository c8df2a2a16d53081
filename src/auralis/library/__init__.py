"""What listeners keep: spans of music on disk, and the files that are made of them."""
