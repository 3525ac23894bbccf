"""Xue'er 学而: a platform with which an organisation runs itself as a learning organisation."""

__version__ = "0.1.0"
