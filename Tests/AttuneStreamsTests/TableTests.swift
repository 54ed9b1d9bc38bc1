import Testing

@testable import AttuneStreams

@Suite struct TableTests {
  private func table(_ header: String, _ format: RecordFormat = .csv) -> Table {
    withBytes(header) { Table(header: $0, format: format, lineEnd: [0x0A])! }
  }

  @Test(
    arguments: [
      ("id,text", ",", ["id", "text"]), ("id;text", ";", ["id", "text"]), ("id\ttext", "\t", ["id", "text"]),
      ("id|text", "|", ["id", "text"]), ("text", ",", ["text"]), ("", ",", [""]),
      ("a;b;c,d", ";", ["a", "b", "c,d"]), ("a,b;c", ",", ["a", "b;c"]),
      ("\"a,b,c\";d", ";", ["a,b,c", "d"]), ("\"id\",\"the text\"", ",", ["id", "the text"]),
      ("\"say \"\"hi\"\"\",b", ",", ["say \"hi\"", "b"]), ("\u{FEFF}id,text", ",", ["id", "text"]),
      ("\u{FEFF}\"id\";text", ";", ["id", "text"]), ("naïve,größe", ",", ["naïve", "größe"]),
    ] as [(String, Character, [String])])
  func header(header: String, delimiter: Character, columns: [String]) {
    let table = table(header)
    #expect(table.delimiter == delimiter.asciiValue)
    #expect(table.columns == columns)
    #expect(table.isQuoted)
    #expect(table.header == Array(header.utf8))
  }

  @Test func tabSeparatedValuesHaveNoQuotes() {
    let table = table("\"a\tb\",c", .tsv)
    #expect(table.columns == ["\"a", "b\",c"])
    #expect(!table.isQuoted)
  }

  @Test func columnsByNameThenByNumber() {
    let table = table("id,Text,2,text ,TEXT")
    #expect(table.index(of: "id") == 0)
    #expect(table.index(of: "Text") == 1)
    #expect(table.index(of: "TEXT") == 4)
    #expect(table.index(of: "2") == 2)
    #expect(table.index(of: "1") == 0)
    #expect(table.index(of: "5") == 4)
    #expect(table.index(of: "ID") == 0)
    // Two columns differ by case only, so that "text" names neither.
    #expect(table.index(of: "text") == nil)
    for name in ["0", "6", "-1", "", "body", "99999999999999999999"] { #expect(table.index(of: name) == nil) }
  }
}
