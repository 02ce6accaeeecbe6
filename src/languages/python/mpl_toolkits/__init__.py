"""What matplotlib keeps beside itself: the axes in three dimensions."""
