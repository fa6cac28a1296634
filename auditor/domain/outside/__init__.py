"""What is known of the person's pictures and data outside their accounts."""
