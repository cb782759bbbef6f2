"""Who opened what about a person or a school: theirs to see."""
