"""What boards decide about schools: who may, what becomes of it, who hears of it."""
