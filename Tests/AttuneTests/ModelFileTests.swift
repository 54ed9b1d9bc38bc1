import Testing

@testable import Attune

@Suite struct ModelFileTests {
  @Test(arguments: [["no", "yes"], ["negative", "neutral", "positive"], ["a", "b", "c", "d", "é: 中"]])
  func roundTrip(labels: [String]) throws {
    let contents = HandmadeModel.contents(labels: labels)
    let bytes = ModelFile.encode(contents)
    let model = try Model.load(bytes: bytes)
    #expect(model.labels == labels)
    #expect(model.card == contents.card)
    #expect(model.weightStep == contents.weightStep)
    #expect(model.calibration == contents.calibration)
    #expect(model.prior == contents.prior)
    #expect(model.dense.inputs == CueFeatures.count)
    #expect(model.dense.outputs == labels.count)
    #expect(model.dense.weights == contents.dense.weights)
    let lines = UnsafeRawBufferPointer(start: model.table.lines, count: model.table.lineCount * FeatureTable.lineBytes)
    #expect(Array(lines) == contents.lines)
    #expect(Int(bitPattern: model.table.lines) % 64 == 0)
    let rows = model.table.rows.map { Array(UnsafeBufferPointer(start: $0, count: contents.rows.count)) }
    #expect(rows == (labels.count > 3 ? contents.rows : nil))
    #expect(model.byteCount == bytes.count)
    #expect(bytes.count % 64 == 0)
  }

  @Test func sameContentsSameBytes() {
    #expect(ModelFile.encode(HandmadeModel.contents()) == ModelFile.encode(HandmadeModel.contents()))
  }

  @Test func anUnknownSectionIsIgnored() throws {
    let bytes = Self.withSection("FUTR", content: Array("from the future".utf8))
    let model = try Model.load(bytes: bytes)
    let plain = try Model.load(bytes: HandmadeModel.bytes)
    for text in ["good food", "bad", "", "not good"] { #expect(model.classify(text) == plain.classify(text)) }
  }

  @Test(arguments: ["LABL", "PARM", "LINE", "DENS"])
  func aMissingSectionIsDamage(_ name: String) {
    #expect(throws: ModelError.damaged(section: name)) {
      try Model.load(bytes: Self.rebuilt { sections in sections.removeAll { $0.name == name } })
    }
  }

  @Test func moreThanThreeClassesNeedRows() {
    let bytes = ModelFile.encode(HandmadeModel.contents(labels: ["a", "b", "c", "d"]))
    #expect(throws: ModelError.damaged(section: "ROWS")) {
      try Model.load(bytes: Self.rebuilt(bytes) { sections in sections.removeAll { $0.name == "ROWS" } })
    }
  }

  /// Well-formed files with impossible contents.
  @Test(
    arguments: [
      ("LABL", [1, 0, 0, 0, 1, 0, 0, 0, 97]), ("LABL", [2, 0, 0, 0, 1, 0, 0, 0, 97, 1, 0, 0, 0, 97]),
      ("LABL", [3, 0, 0, 0, 255, 255, 255, 255]), ("LABL", []), ("LABL", [0, 0, 0, 0]), ("LABL", [255, 255, 255, 255]),
      ("PARM", []), ("PARM", [UInt8](repeating: 0xFF, count: 36)), ("LINE", []),
      ("LINE", [UInt8](repeating: 0, count: 63)),
      ("DENS", []), ("DENS", [1, 0, 0, 0, 3, 0, 0, 0]), ("DENS", [255, 255, 255, 255, 255, 255, 255, 255]),
      ("DENS", [UInt8(CueFeatures.count), 0, 0, 0, 3, 0, 0, 0]),
    ] as [(String, [UInt8])])
  func impossibleContents(name: String, content: [UInt8]) {
    #expect(throws: ModelError.damaged(section: name)) {
      try Model.load(
        bytes: Self.rebuilt { sections in
          sections[sections.firstIndex { $0.name == name }!].content = content
        })
    }
  }

  @Test(arguments: ["LABL", "CARD", "LINE", "DENS"])
  func aSectionTwiceIsDamage(_ name: String) {
    #expect(throws: ModelError.damaged(section: name)) {
      try Model.load(bytes: Self.rebuilt { sections in sections.append(sections.first { $0.name == name }!) })
    }
  }

  /// The kernels add up columns in 16 bits.
  @Test(arguments: [0, 16, 32, 48, 62])
  func numbersThatSumsCannotHoldAreDamage(place: Int) throws {
    func withNumber(_ number: Int16) -> [UInt8] {
      Self.rebuilt { sections in
        let lines = sections.firstIndex { $0.name == "LINE" }!
        let at = sections[lines].content.count - FeatureTable.lineBytes + place
        let bits = UInt16(bitPattern: number)
        sections[lines].content[at] = UInt8(truncatingIfNeeded: bits)
        sections[lines].content[at + 1] = UInt8(bits >> 8)
      }
    }
    let limit = FeatureTable.weightLimit
    for number in [limit, -limit] { _ = try Model.load(bytes: withNumber(number)) }
    // Any number is a key.
    let numbers = [limit + 1, -limit - 1, .max, .min]
    for number in numbers where place < 16 { _ = try Model.load(bytes: withNumber(number)) }
    for number in numbers where place >= 16 {
      #expect(throws: ModelError.damaged(section: "LINE")) { try Model.load(bytes: withNumber(number)) }
    }
  }

  // MARK: Rewriting

  struct Section {
    var name: String
    var content: [UInt8]
  }

  static func withSection(_ name: String, content: [UInt8]) -> [UInt8] {
    rebuilt { $0.insert(Section(name: name, content: content), at: 0) }
  }

  /// Takes a file apart and puts it together again with right checksums: the format, written down a second time.
  static func rebuilt(_ bytes: [UInt8] = HandmadeModel.bytes, _ change: (inout [Section]) -> Void) -> [UInt8] {
    func number(_ at: Int, _ width: Int) -> Int { (0..<width).reduce(0) { $0 | Int(bytes[at + $1]) << (8 * $1) } }
    func littleEndian(_ value: UInt64, _ width: Int) -> [UInt8] {
      (0..<width).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
    }
    func checksum(_ bytes: [UInt8]) -> UInt64 { bytes.withUnsafeBytes(Checksum.of) }
    var sections: [Section] = (0..<number(12, 4)).map { index in
      let entry = 32 + 32 * index
      let offset = number(entry + 8, 8)
      return Section(
        name: String(decoding: bytes[entry..<entry + 4], as: UTF8.self),
        content: Array(bytes[offset..<offset + number(entry + 16, 8)]))
    }
    change(&sections)
    var directory: [UInt8] = []
    var body: [UInt8] = []
    let start = (32 + 32 * sections.count + 63) / 64 * 64
    for section in sections {
      directory += Array(section.name.utf8) + [0, 0, 0, 0] + littleEndian(UInt64(start + body.count), 8)
      directory += littleEndian(UInt64(section.content.count), 8) + littleEndian(checksum(section.content), 8)
      body += section.content
      body += [UInt8](repeating: 0, count: (body.count + 63) / 64 * 64 - body.count)
    }
    var file = Array(bytes[..<12]) + littleEndian(UInt64(sections.count), 4)
    file += littleEndian(UInt64(start + body.count), 8) + littleEndian(checksum(directory), 8) + directory
    file += [UInt8](repeating: 0, count: start - file.count)
    return file + body
  }

  @Test func rebuildingChangesNothing() { #expect(Self.rebuilt { _ in } == HandmadeModel.bytes) }

  @Test func bytesBehindTheEndAreDamage() throws {
    let good = try Model.shipped().bytes.withUnsafeBytes { Array($0) }
    #expect(throws: ModelError.overlong(expected: good.count, found: good.count + 1)) {
      try Model.load(bytes: good + [0])
    }
  }
}
