"""What leaves Paycurve as a file or a document: tables, workbooks, the plan as a page to read."""
