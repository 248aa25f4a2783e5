"""Screens of accounts, one module each."""
