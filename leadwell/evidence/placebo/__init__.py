"""What chance does: every school's change beside its neighbours', and groups that never took part."""
