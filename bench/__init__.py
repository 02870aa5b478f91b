"""Benchmarks of the portal; `make bench` runs them. They draw with the tests' settings."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")
django.setup()
