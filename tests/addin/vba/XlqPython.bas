Attribute VB_Name = "XlqPython"
Option Explicit
Option Private Module
' Answers without Python, for a host that has none: as the server does, with Longs for errors.

Private Reason As String

Public Function XlqAsk(FunctionName As String, Given As Variant) As Variant
    Dim Made(0 To 2, 0 To 0) As Variant
    Reason = ""
    Select Case FunctionName
        Case "LTV_CONTINUITY"
            If Given(1) > 1 Then
                Reason = "#NUM! churn: " & Given(1) & " is above 1; write 10% or 0.1"
                XlqAsk = CLng(2036)
            ElseIf UBound(Given) < 2 Then
                XlqAsk = Given(0) / Given(1)
            ElseIf IsMissing(Given(2)) Then
                XlqAsk = Given(0) / Given(1)
            Else
                XlqAsk = "payments " & Given(2)
            End If
        Case "LTV_CURVE"
            Made(0, 0) = 1.5
            Made(1, 0) = CLng(2042)
            Made(2, 0) = "a text"
            Reason = "#N/A nothing in the second row"
            XlqAsk = Made
        Case "SHOW_RATE": XlqAsk = (Given(0) > Given(1))
        Case "XLQ_VERSION": XlqAsk = UBound(Given) - LBound(Given) + 1
        Case "CLOSE_RATE": XlqAsk = CLng(2007)
        Case Else: Err.Raise 1000, , "no Python here"
    End Select
End Function

Public Function XlqAskReasons() As Variant
    Dim Rows(0 To 0, 0 To 2) As Variant
    Rows(0, 0) = CLng(IIf(Left(Reason, 4) = "#N/A", 1, 0))
    Rows(0, 1) = CLng(0)
    Rows(0, 2) = Reason
    XlqAskReasons = Rows
End Function

' LibreOffice forgets the variables of a module between two calls from outside: both steps in one.
Public Function XlqReasonOfOne() As String
    Dim Answer As Variant
    Answer = XlqAnswer("LTV_CONTINUITY", Array(200, 10))
    XlqReasonOfOne = XlqReason("", 0, 0)
End Function

Public Function XlqReasonInColumn() As String
    Dim Answer As Variant
    Answer = XlqAnswer("LTV_CURVE", Array(1, 2))
    XlqReasonInColumn = XlqReason("", 0, 0) & XlqReason("", 1, 0)
End Function

Public Function XlqReasonWithoutPython() As String
    Dim Answer As Variant
    Answer = XlqAnswer("REBASE", Array(1, 2))
    XlqReasonWithoutPython = XlqReason("", 0, 0)
End Function

Public Function XlqServer() As Object
End Function

Public Sub XlqEndPython()
End Sub
