Option Explicit

' The only thing that runs without a click: the help of the functions is given to the function wizard.
Private Sub Workbook_Open()
    XlqRegisterHelp
End Sub
