"""Small helpers that know nothing of Django, of the floors above, or of each other's business."""
