"""GitHub (github.com): avatar, profile, and pictures in own public repositories."""
