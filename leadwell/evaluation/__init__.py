"""Did it work? Questions, who took part, what the engine answers. `frames` alone meets its arrays."""
