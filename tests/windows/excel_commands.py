"""What VBA starts: the command lines of the two servers."""


def add_in_command(wine, starts=0):
    """Return what the add-in's VBA starts; the number is that of its restarts."""
    return f'"{wine.python_exe}" -P -m xl_quadrant.addin.server $(CLSID) {starts}'


def xlwings_command(wine):
    """Return what the VBA of xlwings starts."""
    site = wine.windows_path(wine.site).replace("\\", "\\\\")
    path = f"true;{site}\\\\Book1.xlsx;{site}\\\\xl_quadrant.xlam;;;;{site}"
    code = f'import sys, os;import xlwings.utils;xlwings.utils.prepare_sys_path(\\"{path}\\");import xlwings; '
    return f'cmd.exe  /K ""{wine.python_exe}" -B -c "{code}xlwings.serve(\'$(CLSID)\')""'
