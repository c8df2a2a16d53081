"""What a machine has and lacks: each file looks at one side of it."""
