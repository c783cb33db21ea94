Attribute VB_Name = "XlqRibbon"
Option Explicit
' What the buttons of the xl-quadrant tab do. The tag of a button says of what.

Public Sub XlqNewFromPreset(Control As IRibbonControl)
    Dim Path As Variant
    Path = Application.GetSaveAsFilename(Control.Tag & ".xlsx", "Excel workbook (*.xlsx),*.xlsx", , "New client workbook")
    If VarType(Path) = vbBoolean Then Exit Sub
    If XlqMayWrite(CStr(Path)) Then XlqStartWork "making " & XlqFileName(CStr(Path)), Array("new", "--preset", Control.Tag, "--force", "-o", CStr(Path)), "open:" & Path
End Sub

Public Sub XlqNewFromFile(Control As IRibbonControl)
    Dim Client As Variant, Path As Variant
    Client = Application.GetOpenFilename("Client file (*.toml),*.toml", , "Client file")
    If VarType(Client) = vbBoolean Then Exit Sub
    Path = Application.GetSaveAsFilename(Left(Client, Len(Client) - 5) & ".xlsx", "Excel workbook (*.xlsx),*.xlsx", , "New client workbook")
    If VarType(Path) = vbBoolean Then Exit Sub
    If XlqMayWrite(CStr(Path)) Then XlqStartWork "making " & XlqFileName(CStr(Path)), Array("new", CStr(Client), "--force", "-o", CStr(Path)), "open:" & Path
End Sub

' Checks a copy, so that what is not saved yet is checked too, and a file in OneDrive as well.
Public Sub XlqCheck(Control As IRibbonControl)
    Dim Copy As String, Ending As String
    If ActiveWorkbook Is Nothing Then
        XlqSay "Open the workbook that is to be checked."
        Exit Sub
    End If
    On Error GoTo Failed
    Ending = ".xlsx"
    If InStr(ActiveWorkbook.Name, ".") > 0 Then Ending = Mid(ActiveWorkbook.Name, InStrRev(ActiveWorkbook.Name, "."))
    Copy = Environ("TEMP") & "\xlq check " & Format(Now, "yyyymmdd hhnnss") & Ending
    ActiveWorkbook.SaveCopyAs Copy
    XlqStartWork "checking " & ActiveWorkbook.Name, Array("check", Copy), "show"
    Exit Sub
Failed:
    XlqSay "No copy of the workbook could be written: " & Err.Description
End Sub

Public Sub XlqWhy(Control As IRibbonControl)
    Dim Reason As String, First As Range
    On Error Resume Next
    Set First = ActiveCell
    If ActiveCell.HasSpill Then Set First = ActiveCell.SpillParent
    If ActiveCell.HasArray Then Set First = ActiveCell.CurrentArray.Cells(1, 1)
    Reason = XlqReason(First.Address(External:=True), ActiveCell.Row - First.Row, ActiveCell.Column - First.Column)
    On Error GoTo 0
    If Reason = "" Then Reason = "This cell holds no error of a function of xl-quadrant that was calculated since Excel was started." & vbLf & "Calculate it again with F2 and Enter, or type =EXPLAIN(""NAME OF THE FUNCTION"", its arguments)."
    XlqSay Reason
End Sub

Public Sub XlqInsert(Control As IRibbonControl)
    If ActiveCell Is Nothing Then Exit Sub
    If Not IsEmpty(ActiveCell.Value) Then
        XlqSay "The cell " & ActiveCell.Address(False, False) & " is filled; choose an empty one."
        Exit Sub
    End If
    On Error GoTo Failed
    ActiveCell.Formula = "=" & Control.Tag & "()"
    ActiveCell.FunctionWizard
    Exit Sub
Failed:
    XlqSay "Type =" & Control.Tag & "( in a cell."
End Sub

Public Sub XlqRestart(Control As IRibbonControl)
    XlqEndPython
    XlqForgetReasons
    XlqSay "Python was ended; the next formula starts it anew. Ctrl+Alt+F9 calculates all formulas again."
End Sub

Public Sub XlqStop(Control As IRibbonControl)
    XlqStopWork
End Sub

Public Sub XlqHelp(Control As IRibbonControl)
    On Error GoTo Failed
    Workbooks.Open XlqServer().Templates() & "\functions.xlsx", ReadOnly:=True
    Exit Sub
Failed:
    XlqSay "Python did not answer: " & Err.Description & vbLf & "xlq doctor, in a terminal, says what to do."
End Sub

Public Sub XlqAbout(Control As IRibbonControl)
    Dim Python As String
    On Error Resume Next
    Python = "Python did not answer; xlq doctor, in a terminal, says what to do."
    Python = XlqServer().Version()
    XlqSay "xl-quadrant add-in @VERSION@" & vbLf & Python & vbLf & ThisWorkbook.FullName
End Sub

Private Function XlqMayWrite(Path As String) As Boolean
    XlqMayWrite = True
    If Dir(Path) <> "" Then XlqMayWrite = (MsgBox(XlqFileName(Path) & " is there already. Replace it?", vbQuestion + vbYesNo, "xl-quadrant") = vbYes)
End Function

Private Function XlqFileName(Path As String) As String
    XlqFileName = Mid(Path, InStrRev(Path, "\") + 1)
End Function
