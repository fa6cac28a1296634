"""From proven accounts outward: links that they show, and the same name elsewhere."""
