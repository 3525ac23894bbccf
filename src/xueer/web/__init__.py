"""Base templates, components, navigation, the personal file: the top stage, which may read every other."""
