"""Reddit, with the person's own key: portraits, and the pictures of posts of one's own."""
