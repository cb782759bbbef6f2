"""What is past its time: which rows those are, the officer's click, and the certificate."""
