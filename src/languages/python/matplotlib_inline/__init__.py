"""What notebooks ask for to draw plots sharply; the page always does."""
