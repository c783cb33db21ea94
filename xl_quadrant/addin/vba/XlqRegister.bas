Attribute VB_Name = "XlqRegister"
Option Explicit
Option Private Module
' Category, description and arguments of each function for the function wizard, from the sheet _IntelliSense_,
' which the IntelliSense of Excel-DNA reads too: name, description, help link, then each argument with its text.

Private Const FirstArgument As Long = 4

' Returns how many functions the wizard took.
Public Function XlqRegisterHelp() As Long
    Dim Sheet As Object, Row As Long, Saved As Boolean
    Set Sheet = ThisWorkbook.Worksheets("_IntelliSense_")
    Saved = ThisWorkbook.Saved
    Row = 2
    Do While Sheet.Cells(Row, 1).Value <> ""
        If XlqRegisterOne(Sheet, Row) Then XlqRegisterHelp = XlqRegisterHelp + 1
        Row = Row + 1
    Loop
    ThisWorkbook.Saved = Saved
End Function

Private Function XlqRegisterOne(Sheet As Object, Row As Long) As Boolean
    Dim Texts() As String, Count As Long, At As Long, Macro As String, Category As String, Description As String
    On Error GoTo Refused
    Macro = "'" & ThisWorkbook.Name & "'!" & Sheet.Cells(Row, 1).Value
    Description = Sheet.Cells(Row, 2).Value
    Category = XlqCategory(CStr(Sheet.Cells(Row, 1).Value))
    Do While Sheet.Cells(Row, FirstArgument + 2 * Count).Value <> ""
        Count = Count + 1
    Loop
    If Count = 0 Then
        Application.MacroOptions Macro:=Macro, Description:=Description, Category:=Category
    Else
        ReDim Texts(1 To Count)
        For At = 1 To Count
            Texts(At) = Sheet.Cells(Row, FirstArgument + 2 * At - 1).Value
        Next At
        Application.MacroOptions Macro:=Macro, Description:=Description, Category:=Category, ArgumentDescriptions:=Texts
    End If
    XlqRegisterOne = True
Refused:
End Function
