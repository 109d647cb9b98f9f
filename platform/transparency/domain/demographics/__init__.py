"""What workers say of themselves: asked with their consent, kept apart, read by themselves and by counts alone."""
