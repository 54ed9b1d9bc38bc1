import Testing

@testable import Attune

@Suite struct CSVFieldTests {
  private func written(_ text: String, guardsFormulas: Bool = true) -> String {
    var out: [UInt8] = []
    var text = text
    text.withUTF8 { field in
      CSVField.append(field, delimiter: UInt8(ascii: ","), guardsFormulas: guardsFormulas) { out += $0 }
    }
    return String(decoding: out, as: UTF8.self)
  }

  @Test(arguments: [
    ("=cmd()", "'=cmd()"), ("+x", "'+x"), ("-x", "'-x"), ("@x", "'@x"), ("=1,2", "\"'=1,2\""),
    ("=\"a\"", "\"'=\"\"a\"\"\""), ("\tx", "'\tx"), ("\r=x", "\"'\r=x\""), ("\n=x", "\"'\n=x\""), ("-", "'-"),
    ("-1+1", "'-1+1"), ("-1,5", "\"'-1,5\""), ("+1e", "'+1e"), ("-0x1", "'-0x1"), ("-inf", "'-inf"), ("＝x", "'＝x"),
    ("＋x", "'＋x"), ("－x", "'－x"), ("＠x", "'＠x"), ("-.", "'-."), ("--1", "'--1"), (" =x", "' =x"),
    ("\u{FEFF}\u{A0}\u{200B}=x", "'\u{FEFF}\u{A0}\u{200B}=x"), ("\0@x", "'\0@x"),
  ])
  func whatASpreadsheetWouldRunGetsAnApostrophe(_ text: String, _ expected: String) {
    #expect(written(text) == expected)
    #expect(written(text, guardsFormulas: false).contains("'") == false)
  }

  @Test(arguments: [
    "", "a", "a=b", " x", " -1", "\u{A0}", "\u{201C}=", "'=x", "-1", "+1", "-1.5", "+.5", "-1.", "-1e5", "+1.5E-7", "－",
    "é", "1-2", "ａ",
  ])
  func otherFieldsStay(_ text: String) {
    // Also a full-width sign alone begins a formula.
    #expect(written(text) == (text == "－" ? "'－" : text))
  }
}
