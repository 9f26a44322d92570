"""Run SQL on a database file: sql.py FILE SQL.  For tests that alter an archive by hand."""

import sqlite3
import sys

connection = sqlite3.connect(sys.argv[1])
connection.executescript(sys.argv[2])
connection.close()
