"""How far apart in time the two cameras of a recording are, by their stamps and by what they show."""
