/// Archives and workbooks made by hand, so that tests need no program that writes them.
public enum Archive {
  /// A ZIP archive of parts that are not compressed.
  public static func zip(_ parts: [(name: String, bytes: [UInt8])]) -> [UInt8] {
    var bytes: [UInt8] = []
    var directory: [UInt8] = []
    for (name, content) in parts {
      let offset = bytes.count
      // Version, flags, method, time, date, checksum, sizes, lengths of the name and of nothing else.
      let fields: [[UInt8]] = [
        two(20), two(0), two(0), two(0), two(0x21), four(checksum(content)), four(content.count), four(content.count),
        two(name.utf8.count), two(0),
      ]
      let common = fields.flatMap { $0 }
      let label = Array(name.utf8)
      let local: [[UInt8]] = [[0x50, 0x4B, 3, 4], common, label, content]
      bytes.append(contentsOf: local.joined())
      let entry: [[UInt8]] = [
        [0x50, 0x4B, 1, 2], two(20), common, two(0), two(0), two(0), four(0), four(offset), label,
      ]
      directory.append(contentsOf: entry.joined())
    }
    let start = bytes.count
    let end: [[UInt8]] = [
      directory, [0x50, 0x4B, 5, 6], two(0), two(0), two(parts.count), two(parts.count), four(directory.count),
      four(start), two(0),
    ]
    bytes.append(contentsOf: end.joined())
    return bytes
  }

  /// A workbook: the XML inside of the sheets' `sheetData`, shared strings, and the number formats of styles 0, 1, 2 …
  public static func workbook(
    _ sheets: [(name: String, rows: String)], strings: [String] = [], formats: [Int] = [0], codes: [Int: String] = [:],
    is1904: Bool = false, merged: [String] = []
  ) -> [UInt8] {
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    let main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
    func relation(_ id: Int, _ kind: String, _ target: String) -> String {
      "<Relationship Id=\"rId\(id)\" Type=\"\(office)/\(kind)\" Target=\"\(target)\"/>"
    }
    func relations(_ inside: [String]) -> String {
      let space = "http://schemas.openxmlformats.org/package/2006/relationships"
      return "<Relationships xmlns=\"\(space)\">\(inside.joined())</Relationships>"
    }
    let numbers = sheets.indices.map { $0 + 1 }
    let names = numbers.map { "<sheet name=\"\(sheets[$0 - 1].name)\" sheetId=\"\($0)\" r:id=\"rId\($0)\"/>" }
    let setting = is1904 ? "<workbookPr date1904=\"1\"/>" : ""
    let book = "<workbook \(main) xmlns:r=\"\(office)\">\(setting)<sheets>\(names.joined())</sheets></workbook>"
    var related = numbers.map { relation($0, "worksheet", "worksheets/sheet\($0).xml") }
    related.append(relation(100, "sharedStrings", "sharedStrings.xml"))
    related.append(relation(101, "styles", "/xl/styles.xml"))
    let texts = strings.map { "<si>\($0)</si>" }.joined()
    let own = codes.map { "<numFmt numFmtId=\"\($0.key)\" formatCode=\"\($0.value)\"/>" }.joined()
    let cells = formats.map { "<xf numFmtId=\"\($0)\"/>" }.joined()
    let styles = "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs>\(cells)</cellXfs>"
    var parts: [(String, String)] = [
      ("_rels/.rels", relations([relation(1, "officeDocument", "xl/workbook.xml")])),
      ("xl/workbook.xml", book),
      ("xl/_rels/workbook.xml.rels", relations(related)),
      ("xl/sharedStrings.xml", "<sst \(main)>\(texts)</sst>"),
      ("xl/styles.xml", "<styleSheet \(main)><numFmts>\(own)</numFmts>\(styles)</styleSheet>"),
    ]
    for number in numbers {
      let cells = merged.map { "<mergeCell ref=\"\($0)\"/>" }.joined()
      let merges = merged.isEmpty ? "" : "<mergeCells>\(cells)</mergeCells>"
      let sheet = "<worksheet \(main)><sheetData>\(sheets[number - 1].rows)</sheetData>\(merges)</worksheet>"
      parts.append(("xl/worksheets/sheet\(number).xml", sheet))
    }
    return zip(parts.map { ($0.0, Array($0.1.utf8)) })
  }

  /// A spreadsheet of LibreOffice: the XML inside of each sheet.
  public static func spreadsheet(_ sheets: [(name: String, rows: String)]) -> [UInt8] {
    let tables = sheets.map { "<table:table table:name=\"\($0.name)\">\($0.rows)</table:table>" }.joined()
    let spaces = "xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\" xmlns:calcext=\"c\""
    let body = "<office:body><office:spreadsheet>\(tables)</office:spreadsheet></office:body>"
    let content = "<office:document-content \(spaces)>\(body)</office:document-content>"
    return zip([
      ("mimetype", Array("application/vnd.oasis.opendocument.spreadsheet".utf8)), ("content.xml", Array(content.utf8)),
    ])
  }

  /// A row of texts and numbers in cells that follow each other.
  public static func row(_ cells: String...) -> String {
    let texts = cells.map { text in
      Double(text) != nil ? "<c><v>\(text)</v></c>" : "<c t=\"inlineStr\"><is><t>\(text)</t></is></c>"
    }
    return "<row>\(texts.joined())</row>"
  }

  private static func two(_ number: Int) -> [UInt8] { [UInt8(number & 255), UInt8(number >> 8 & 255)] }
  private static func four(_ number: Int) -> [UInt8] { two(number & 0xFFFF) + two(number >> 16) }

  /// CRC-32, bit by bit.
  private static func checksum(_ bytes: [UInt8]) -> Int {
    var sum: UInt32 = ~0
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum >> 1 ^ (sum & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
    return Int(~sum)
  }
}
