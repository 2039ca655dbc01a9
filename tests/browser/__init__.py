"""Tests that drive a real Chromium, and what they share."""
