"""Papers: asset labels, dispatch tickets and reports as PDF, with codes that scan and Chinese that prints.

`labels`, `dispatch_ticket`, `service_report` and `fault_report` say what stands where; reports fill `sheets` of A4.
They stand on `paper` (the one place that puts anything on a page), `text` (what fits and where lines break), `qr` (the
symbol of a code) and `fonts` (which font has which character). Papers take frozen facts and read no database; import
them where they are used, for reportlab is slow to load.
"""
