"""The deployment agreement: proposed, signed by three, worked by, reviewed, evaluated."""
