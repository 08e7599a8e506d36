"""What happened: the office's tables, its moves, permissions and history."""

import os

# Word files bring lxml along, and openpyxl would then read workbooks with it and pass over what it does not
# expand; without it, defusedxml refuses a file whose XML plays tricks. Read when openpyxl is first imported.
os.environ.setdefault("OPENPYXL_LXML", "False")
