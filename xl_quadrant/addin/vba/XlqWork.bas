Attribute VB_Name = "XlqWork"
Option Explicit
Option Private Module
' Work that takes longer than Excel may wait: a command of xlq in a process of its own, asked about once a second.

Private Doing As String
Private Result As String

' Starts a command. What becomes of it: "open" opens the file, "show" shows what was printed.
Public Sub XlqStartWork(Title As String, Words As Variant, Afterwards As String)
    Dim Refused As String
    On Error GoTo Failed
    Refused = XlqServer().Start(Words)
    If Refused <> "" Then
        XlqSay Refused
        Exit Sub
    End If
    Doing = Title
    Result = Afterwards
    XlqLookAgain
    Exit Sub
Failed:
    XlqSay "Python did not answer: " & Err.Description & vbLf & "xlq doctor, in a terminal, says what to do."
End Sub

Public Sub XlqLook()
    Dim Progress As Variant
    On Error GoTo Failed
    Progress = XlqServer().Progress()
    If Progress(0) Then
        Application.StatusBar = "xl-quadrant: " & Doing & ", " & Format(Progress(1), "0") & " s (Stop, in the xl-quadrant tab, ends it)"
        XlqLookAgain
        Exit Sub
    End If
    Application.StatusBar = False
    If Progress(2) = -1 Then
        XlqSay "Stopped: " & Doing & ". Nothing was written."
    ElseIf Left(Result, 5) = "open:" And Progress(2) = 0 Then
        Workbooks.Open Mid(Result, 6)
    Else
        XlqSay CStr(Progress(3))
    End If
    Exit Sub
Failed:
    Application.StatusBar = False
    XlqSay "Python did not answer: " & Err.Description
End Sub

Public Sub XlqStopWork()
    On Error GoTo Failed
    If Not XlqServer().Stop() Then XlqSay "xl-quadrant is not at work."
    Exit Sub
Failed:
    XlqSay "Python did not answer: " & Err.Description
End Sub

Public Sub XlqSay(Text As String)
    MsgBox Text, vbInformation, "xl-quadrant"
End Sub

Private Sub XlqLookAgain()
    Application.OnTime Now + TimeSerial(0, 0, 1), "'" & ThisWorkbook.Name & "'!XlqWork.XlqLook"
End Sub
