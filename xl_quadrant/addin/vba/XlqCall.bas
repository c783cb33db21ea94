Attribute VB_Name = "XlqCall"
Option Explicit
Option Private Module
' A function of a cell: its arguments to Python, the answer back, errors as errors of Excel.

Private Reasons As Collection

' Returns what a function answers. A single cell is passed as its value; larger ranges are read by Python.
Public Function XlqAnswer(FunctionName As String, Given As Variant) As Variant
    Dim Answer As Variant
    On Error GoTo Failed
    XlqPassValues Given
    Answer = XlqAsk(FunctionName, Given)
    If XlqMakeErrors(Answer) Then XlqKeepReasons XlqAskReasons()
    XlqAnswer = Answer
    Exit Function
Failed:
    XlqKeepReason 0, 0, "#VALUE! Python did not answer: " & Err.Description & ". Press Restart Python; xlq doctor says more."
    XlqAnswer = CVErr(2015)
End Function

Private Sub XlqPassValues(Given As Variant)
    Dim At As Long
    For At = LBound(Given) To UBound(Given)
        If IsObject(Given(At)) Then
            If XlqIsCell(Given(At)) Then Given(At) = Given(At).Value2
        End If
    Next At
End Sub

Private Function XlqIsCell(Cells As Variant) As Boolean
    On Error Resume Next
    XlqIsCell = (Cells.CountLarge = 1)
End Function

' Turns the numbers of errors, which are Longs, into errors; says whether there was one.
Public Function XlqMakeErrors(Answer As Variant) As Boolean
    Dim Row As Long, Column As Long
    Select Case XlqDimensions(Answer)
        Case 0
            If VarType(Answer) = vbLong Then
                Answer = CVErr(Answer)
                XlqMakeErrors = True
            End If
        Case 1
            For Column = LBound(Answer) To UBound(Answer)
                If VarType(Answer(Column)) = vbLong Then
                    Answer(Column) = CVErr(Answer(Column))
                    XlqMakeErrors = True
                End If
            Next Column
        Case Else
            For Row = LBound(Answer, 1) To UBound(Answer, 1)
                For Column = LBound(Answer, 2) To UBound(Answer, 2)
                    If VarType(Answer(Row, Column)) = vbLong Then
                        Answer(Row, Column) = CVErr(Answer(Row, Column))
                        XlqMakeErrors = True
                    End If
                Next Column
            Next Row
    End Select
End Function

Private Function XlqDimensions(Answer As Variant) As Long
    Dim Bound As Long
    If Not IsArray(Answer) Then Exit Function
    XlqDimensions = 1
    On Error GoTo Last
    Bound = UBound(Answer, 2)
    XlqDimensions = 2
Last:
End Function

' Keeps why cells of an answer are errors: rows of row, column and text.
Private Sub XlqKeepReasons(Found As Variant)
    Dim At As Long
    On Error GoTo Done
    If Not IsArray(Found) Then Exit Sub
    For At = LBound(Found, 1) To UBound(Found, 1)
        XlqKeepReason CLng(Found(At, LBound(Found, 2))), CLng(Found(At, LBound(Found, 2) + 1)), CStr(Found(At, LBound(Found, 2) + 2))
    Next At
Done:
End Sub

Private Sub XlqKeepReason(Row As Long, Column As Long, Reason As String)
    Dim Key As String
    On Error Resume Next
    If Reasons Is Nothing Then Set Reasons = New Collection
    Key = XlqCallerAddress() & "|" & Row & "," & Column
    Reasons.Remove Key
    Reasons.Add Reason, Key
End Sub

Private Function XlqCallerAddress() As String
    On Error Resume Next
    XlqCallerAddress = Application.Caller.Cells(1, 1).Address(External:=True)
End Function

' Returns why a cell of an answer is an error; the cell is told by the address of the formula and its place in the answer.
Public Function XlqReason(Address As String, Row As Long, Column As Long) As String
    On Error Resume Next
    If Not Reasons Is Nothing Then XlqReason = Reasons.Item(Address & "|" & Row & "," & Column)
End Function

Public Sub XlqForgetReasons()
    Set Reasons = Nothing
End Sub
