"""The files that bring the functions into a spreadsheet, the server they call, and the doctor."""
