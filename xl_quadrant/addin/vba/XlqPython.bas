Attribute VB_Name = "XlqPython"
Option Explicit
Option Private Module
' Python, started through the DLL of xlwings when it is first needed. The sheet @CONF@ says which.

#If Mac Then
#ElseIf Win64 Then
Private Const LibraryName As String = "@DLL64@"
Private Declare PtrSafe Function XLPyDLLActivateAuto Lib "@DLL64@" (ByRef Result As Variant, Optional ByVal Config As String = "", Optional ByVal Mode As Long = 1) As Long
Private Declare PtrSafe Function LoadLibraryW Lib "kernel32" (ByVal FileName As LongPtr) As LongPtr
#Else
Private Const LibraryName As String = "@DLL32@"
Private Declare PtrSafe Function XLPyDLLActivateAuto Lib "@DLL32@" (ByRef Result As Variant, Optional ByVal Config As String = "", Optional ByVal Mode As Long = 1) As Long
Private Declare PtrSafe Function LoadLibraryW Lib "kernel32" (ByVal FileName As LongPtr) As LongPtr
#End If

Private Loaded As Boolean
Private Starts As Long

' Returns the server that answers; starts it if it does not run.
Public Function XlqServer() As Object
    Dim Result As Variant
    #If Mac Then
        Err.Raise vbObjectError + 1, , "typed functions need Excel on Windows; on a Mac use the LAMBDA functions (xlq functions --into BOOK.xlsx)"
    #Else
        If Not Loaded Then XlqLoadLibrary
        If XLPyDLLActivateAuto(Result, XlqCommand(), 1) <> 0 Then Err.Raise vbObjectError + 2, , CStr(Result)
        Set XlqServer = Result
    #End If
End Function

' Ends Python; the next call starts another.
Public Sub XlqEndPython()
    Dim Unused As Variant
    #If Not Mac Then
        On Error Resume Next
        If Loaded Then XLPyDLLActivateAuto Unused, XlqCommand(), -1
        Starts = Starts + 1
    #End If
End Sub

Private Function XlqCommand() As String
    XlqCommand = Chr(34) & XlqConf("Interpreter") & Chr(34) & " -P -m xl_quadrant.addin.server $(CLSID) " & Starts
End Function

' The DLL lies beside python.exe or, in a virtual environment, one folder above.
Private Sub XlqLoadLibrary()
    Dim Interpreter As String, Folder As String, Above As String
    #If Not Mac Then
        Interpreter = XlqConf("Interpreter")
        If InStr(Interpreter, "\") = 0 Then Err.Raise vbObjectError + 3, , "the add-in was built without the path of a Python; run xlq addin --install in the one that has xl-quadrant"
        Folder = Left(Interpreter, InStrRev(Interpreter, "\") - 1)
        Above = Left(Folder, InStrRev(Folder & "\", "\", Len(Folder)))
        If LoadLibraryW(StrPtr(Folder & "\" & LibraryName)) = 0 Then
            If LoadLibraryW(StrPtr(Above & LibraryName)) = 0 Then Err.Raise vbObjectError + 4, , LibraryName & " is neither in " & Folder & " nor in the folder above"
        End If
        Loaded = True
    #End If
End Sub

' Returns a line of the conf sheet.
Public Function XlqConf(Title As String) As String
    Dim Row As Long, Sheet As Object
    Set Sheet = ThisWorkbook.Worksheets("@CONF@")
    Row = 1
    Do While Sheet.Cells(Row, 1).Value <> ""
        If Sheet.Cells(Row, 1).Value = Title Then XlqConf = Sheet.Cells(Row, 2).Value
        Row = Row + 1
    Loop
End Function

Public Function XlqAsk(FunctionName As String, Given As Variant) As Variant
    XlqAsk = XlqServer().Call(FunctionName, Given)
End Function

Public Function XlqAskReasons() As Variant
    XlqAskReasons = XlqServer().Reasons()
End Function
