"""Programmes as people make and change them: strands, hubs, schools and their stages."""
