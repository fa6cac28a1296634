"""GitLab (gitlab.com and other hosts): avatar, profile, and pictures in own public projects."""
