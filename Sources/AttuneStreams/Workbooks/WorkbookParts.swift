/// The sheets of an Excel workbook and where its parts are.
struct WorkbookParts {
  struct Sheet {
    var name: String
    var part: String
    var isHidden: Bool
  }

  private(set) var sheets: [Sheet] = []
  private(set) var is1904 = false
  private(set) var strings: String?
  private(set) var styles: String?

  /// - Returns: nil when the archive is no Excel workbook.
  init?(_ archive: ZipArchive) throws(WorkbookProblem) {
    let package = Relations()
    if archive.has("_rels/.rels") { try XMLScanner(archive.open("_rels/.rels"), package).readAll() }
    let main = package.first("officeDocument").map { Self.resolve($0, in: "") } ?? "xl/workbook.xml"
    guard archive.has(main), !main.hasPrefix("word/"), !main.hasPrefix("ppt/"), !main.hasSuffix(".bin") else {
      return nil
    }
    let folder = main.lastIndex(of: "/").map { String(main[...$0]) } ?? ""
    let relations = Relations()
    let file = "\(folder)_rels/\(main.dropFirst(folder.count)).rels"
    if archive.has(file) { try XMLScanner(archive.open(file), relations).readAll() }
    let book = Book()
    try XMLScanner(archive.open(main), book).readAll()
    is1904 = book.is1904
    strings = relations.first("sharedStrings").map { Self.resolve($0, in: folder) }
    styles = relations.first("styles").map { Self.resolve($0, in: folder) }
    sheets = book.sheets.enumerated().map { index, sheet in
      let target = sheet.relation.flatMap { relations.targets[$0] } ?? "worksheets/sheet\(index + 1).xml"
      return Sheet(name: sheet.name, part: Self.resolve(target, in: folder), isHidden: sheet.isHidden)
    }
  }

  private static func resolve(_ target: String, in folder: String) -> String {
    if target.hasPrefix("/") { return String(target.dropFirst()) }
    var steps = folder.split(separator: "/").map(String.init)
    for step in target.split(separator: "/") where step != "." {
      if step == ".." { _ = steps.popLast() } else { steps.append(String(step)) }
    }
    return steps.joined(separator: "/")
  }

  private final class Relations: XMLHandler {
    var targets: [String: String] = [:]
    private var kinds: [(kind: String, target: String)] = []

    func first(_ kind: String) -> String? { kinds.first { $0.kind.hasSuffix("/\(kind)") }?.target }

    override func start(_ name: XMLName, _ attributes: XMLAttributes) {
      guard name == "Relationship", let target = attributes.string("Target") else { return }
      if let id = attributes.string("Id") { targets[id] = target }
      if kinds.count < 1000 { kinds.append((attributes.string("Type") ?? "", target)) }
    }
  }

  private final class Book: XMLHandler {
    var sheets: [(name: String, relation: String?, isHidden: Bool)] = []
    var is1904 = false

    override func start(_ name: XMLName, _ attributes: XMLAttributes) {
      if name == "sheet", sheets.count < 10_000 {
        let relation = attributes[prefixed: "id"].map { String(cString: $0) }
        let state = attributes.string("state")
        sheets.append((attributes.string("name") ?? "", relation, state == "hidden" || state == "veryHidden"))
      } else if name == "workbookPr" {
        is1904 = attributes.string("date1904").map { $0 == "1" || $0 == "true" } ?? false
      }
    }
  }
}

/// The number format of each style of cells.
final class WorkbookStyles: XMLHandler {
  private(set) var formats: [NumberFormat] = []
  private var codes: [Int: NumberFormat] = [:]
  private var isInCells = false

  override func start(_ name: XMLName, _ attributes: XMLAttributes) {
    if name == "numFmt", let id = attributes.int("numFmtId"), let code = attributes.string("formatCode") {
      if codes.count < 100_000 { codes[id] = NumberFormat(code: code) }
    } else if name == "cellXfs" {
      isInCells = true
    } else if name == "xf", isInCells, formats.count < 1 << 20 {
      let id = attributes.int("numFmtId") ?? 0
      formats.append(codes[id] ?? NumberFormat(builtIn: id))
    }
  }

  override func end(_ name: XMLName) {
    if name == "cellXfs" { isInCells = false }
  }
}
