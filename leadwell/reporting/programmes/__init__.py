"""Programmes as people see them: the programme, its hubs, their schools."""
