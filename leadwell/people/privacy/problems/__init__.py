"""What went wrong with data, and complaints: reported by anybody, answered at the desk."""
