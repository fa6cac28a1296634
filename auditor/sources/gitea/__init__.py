"""Gitea and Forgejo (any host): avatar, profile, and pictures in own public repositories."""
