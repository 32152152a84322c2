"""The sentences of what can be wrong with a file (`Trouble`) and with a row of it (`rows.RowProblem`)."""

from __future__ import annotations

from app.foundation.sentences import declare
from app.foundation.translation import N_

declare(
    {
        "file_missing": N_("The file {name} is not there (any more). Look where it was moved to and choose it again."),
        "file_not_readable": N_(
            "The file {name} cannot be read. Close it in other programs, check that your user may read it, "
            "and choose it again."
        ),
        "file_empty": N_("The file {name} is empty. Choose the file that holds the table."),
        "file_too_large": N_(
            "The file {name} is larger than {megabytes} MB. Split it, or remove pictures and other sheets from it, "
            "and import the parts."
        ),
        "file_too_many_rows": N_("The file {name} has more than {limit} rows. Split it and import the parts."),
        "file_too_many_columns": N_(
            "The file {name} has more than {limit} columns. Remove those that are not needed and save it again."
        ),
        "file_takes_too_long": N_(
            "The file {name} takes longer than {seconds} seconds to read. Remove empty rows and other sheets, "
            "or save it as CSV, and choose that file."
        ),
        "file_not_a_table": N_(
            "The file {name} is not a table. Open it in the program that it comes from, save it as Excel workbook "
            "(.xlsx) or as CSV (UTF-8), and choose that file."
        ),
        "file_format_old_excel": N_(
            "The file {name} is of an old Excel format (.xls). Open it in Excel, save it as Excel workbook (.xlsx), "
            "and choose that file."
        ),
        "file_protected": N_(
            "The workbook {name} is protected by a password. Open it in Excel, save a copy without the password, "
            "and choose the copy."
        ),
        "file_damaged": N_(
            "The workbook {name} is damaged. Open it in Excel, let Excel repair it, save it as a new .xlsx file, "
            "and choose that file."
        ),
        "file_encoding_unknown": N_(
            "The characters in line {line} of {name} cannot be read. Open the file in the program that it comes from, "
            "save it as CSV (UTF-8), and choose that file."
        ),
        "file_quote_open": N_(
            "A quotation mark that opens in line {line} of {name} is never closed. Close it or take it out."
        ),
        "columns_missing": N_(
            "These columns are needed and were not found: {columns}. Choose the column of the file that holds each, "
            "or add it to the file."
        ),
        "value_missing": N_("“{column}” is empty. Fill it in."),
        "date_not_understood": N_("“{value}” in “{column}” is not a date. Write it as 2026-11-22."),
        "date_order_unclear": N_(
            "“{value}” in “{column}” may mean two dates. Choose whether the day or the month stands first."
        ),
        "amount_out_of_range": N_("“{value}” in “{column}” is below nothing or far too much for a cost. Correct it."),
        "amount_not_understood": N_("“{value}” in “{column}” is not an amount. Write it as 2266.13."),
        "amount_unclear": N_(
            "“{value}” in “{column}” may mean two amounts. Choose whether decimals follow a point or a comma."
        ),
        "flag_not_understood": N_("“{value}” in “{column}” is neither yes nor no. Write yes or no."),
        "code_repeated": N_("“{value}” in “{column}” stands in line {line} already. Give each its own."),
        "text_too_long": N_("The text in “{column}” is longer than {limit} characters. Shorten it."),
        "row_too_long": N_(
            "The row has a value, “{value}”, after its last column. A separator inside a text needs quotation marks."
        ),
    }
)
