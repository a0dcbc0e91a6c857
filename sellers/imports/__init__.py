"""
Reading other people's catalogues: what a file is made of, what its columns mean, what each row says.

Pure: files and values in, values and reasons out. What is then matched and written is in `sellers/bulk`; the steps of
an import that people see are operations. Told with figures in docs/algorithms/import.md.
"""
