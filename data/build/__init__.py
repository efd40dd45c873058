"""Rebuilds the boundaries, waters, roads and places from published packages."""
