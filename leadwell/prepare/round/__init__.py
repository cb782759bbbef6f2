"""Plan the round: all specialists and all schools of a programme at once. It proposes, and assigns nobody."""
