"""The demo of the portal: a division, two districts and a year of their meetings, all invented.

The words are in offices.toml and papers/*.toml; everything reaches the database through the doors
that people use: the importer and the verbs of a meeting. Dates count back from the day of loading.
"""
