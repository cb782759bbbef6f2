"""What schools take part in: programmes, their hubs and strands, enrolments, obligations."""
