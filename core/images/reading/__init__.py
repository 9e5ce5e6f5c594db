"""People's own data, in the forms that they have them in: recognized by content, whatever a file is called.

Files are taken as hostile: sizes are checked before anything is allocated, nothing is ever unpickled, nothing that an
archive packs is ever written to the disk.
"""
