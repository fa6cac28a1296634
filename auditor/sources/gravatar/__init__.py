"""Gravatar (gravatar.com): the avatar that other sites show, its gallery and profile."""
