"""Exports of password managers, read in memory and kept nowhere."""
