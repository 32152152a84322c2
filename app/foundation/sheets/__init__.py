"""Tables that people already have, read for an import: CSV and Excel files as they are found in real offices.

`reading.read_sheet` turns a file into a `sheet.Sheet` of plain texts and says how it understood the file;
`columns.suggest_mapping` finds our fields among its columns; `rows.read_rows` judges every row. Nothing here writes
anything, and everything that goes in or comes out can be pickled, because reading runs in a process of its own.
"""

import app.foundation.sheets.troubles  # noqa: F401 - declares the sentences of this room's codes
