"""DeviantArt, with the person's own key: portraits, and the pictures of the gallery."""
