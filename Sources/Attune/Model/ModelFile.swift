/// The model file, version 5, 4 without a second layer in section CONV, or 2 without that section. All numbers are little-endian.
///
///     0    8 bytes   "attune\0\x1A"
///     8    u32       version
///     12   u32       number of sections, n
///     16   u64       length of the file in bytes
///     24   u64       checksum of the directory
///     32   n × 32    directory: name (4 ASCII letters), u32 0, u64 offset, u64 length, u64 checksum
///     …              the sections, each at a multiple of 64, zeros between them
///
/// The sections:
///
/// | name | content |
/// |------|---------|
/// | LABL | u32 classes, then a u32 length and UTF-8 bytes for each |
/// | CARD | UTF-8 lines "key: value": what the model was made from and how |
/// | PARM | f32 weightStep, f32 constant, f32 perLength, classes × f32 bias, classes × f32 prior (`Calibration`) |
/// | LINE | the lines of the `FeatureTable`, 64 bytes each |
/// | ROWS | only with more than three classes: the rows of the `FeatureTable`, i16 |
/// | DENS | u32 inputs, u32 outputs, inputs × outputs × f32 (`DenseLayer`) |
/// | CONV | optional: the deep part (`Convolution`) |
/// | LEXI | optional: u32 count, count × u64 token hash in rising order, count × i16 valence: the lexicon that the valences in LINE come from, for training further models |
/// | TONE | optional: the nine tones (`ToneHead`) |
/// | EMOT | optional: the 27 emotions and neutral (`ToneHead`) |
/// | NAME | optional: what the most telling features are called (`NameSection`) |
///
/// A reader needs the header, then finds each section by its name; unknown sections are left alone. Whoever changes the
/// meaning of a section raises the version: readers refuse versions that they do not know. Reading maps the file and
/// checks every checksum once (about a millisecond for ten megabytes); it copies all but LINE, ROWS, CONV, LEXI, NAME, TONE and EMOT,
/// which are used where they lie. A model may be shared by any number of threads.
package enum ModelFile {
  package static let version: UInt32 = 5
  /// A deep part of one layer.
  private static let lookupVersion: UInt32 = 4
  /// A model without a deep part is one that older readers know.
  private static let wideVersion: UInt32 = 2
  static let magic: [UInt8] = Array("attune".utf8) + [0, 0x1A]
  static let headerBytes = 32
  static let entryBytes = 32

  /// What a model consists of, before it is written.
  package struct Contents {
    package var labels: [String]
    package var card: [Model.CardEntry]
    package var weightStep: Float
    package var calibration: Calibration
    /// One probability per class.
    package var prior: [Float]
    package var lines: [UInt8]
    /// Empty for up to three classes.
    package var rows: [Int16]
    package var dense: DenseLayer
    /// Section CONV; empty for a model without a deep part.
    package var convolution: [UInt8]
    /// Valences by token hash, in units of `FeatureTable.valenceStep`.
    package var lexicon: [UInt64: Int16]
    /// Sections TONE and EMOT, as they are.
    package var tones: [(name: String, bytes: [UInt8])]
    /// No two of one hash.
    package var names: [FeatureName]

    package init(
      labels: [String], card: [Model.CardEntry], weightStep: Float, calibration: Calibration, prior: [Float],
      lines: [UInt8], rows: [Int16], dense: DenseLayer, convolution: [UInt8] = [],
      lexicon: [UInt64: Int16] = [:], tones: [(name: String, bytes: [UInt8])] = [], names: [FeatureName] = []
    ) {
      self.labels = labels
      self.card = card
      self.weightStep = weightStep
      self.calibration = calibration
      self.prior = prior
      self.lines = lines
      self.rows = rows
      self.dense = dense
      self.convolution = convolution
      self.lexicon = lexicon
      self.tones = tones
      self.names = names
    }
  }

  // MARK: Writing

  package static func encode(_ contents: Contents) -> [UInt8] {
    var sections: [(name: String, bytes: [UInt8])] = []
    var labels = ByteWriter()
    labels.append(UInt32(contents.labels.count))
    for label in contents.labels {
      labels.append(UInt32(label.utf8.count))
      labels.bytes += Array(label.utf8)
    }
    sections.append(("LABL", labels.bytes))
    sections.append(("CARD", encode(contents.card)))
    sections.append(
      (
        parametersName,
        encode(weightStep: contents.weightStep, calibration: contents.calibration, prior: contents.prior)
      ))
    sections.append(("LINE", contents.lines))
    if !contents.rows.isEmpty {
      sections.append(("ROWS", contents.rows.withUnsafeBytes { Array($0) }))
    }
    var dense = ByteWriter()
    dense.append(UInt32(contents.dense.inputs))
    dense.append(UInt32(contents.dense.outputs))
    for weight in contents.dense.weights { dense.append(weight.bitPattern) }
    sections.append(("DENS", dense.bytes))
    if !contents.convolution.isEmpty { sections.append((Convolution.sectionName, contents.convolution)) }
    if !contents.lexicon.isEmpty {
      let entries = contents.lexicon.sorted { $0.key < $1.key }
      var lexicon = ByteWriter()
      lexicon.append(UInt32(entries.count))
      for entry in entries { lexicon.append(entry.key) }
      for entry in entries { lexicon.append(entry.value) }
      sections.append(("LEXI", lexicon.bytes))
    }
    sections += contents.tones
    if !contents.names.isEmpty { sections.append(("NAME", NameSection.encode(contents.names))) }
    return encode(sections)
  }

  static let parametersName = "PARM"

  /// Section PARM.
  static func encode(weightStep: Float, calibration: Calibration, prior: [Float]) -> [UInt8] {
    var parameters = ByteWriter()
    for value in [weightStep, calibration.constant, calibration.perLength] + calibration.biases + prior {
      parameters.append(value.bitPattern)
    }
    return parameters.bytes
  }

  static func encode(_ card: [Model.CardEntry]) -> [UInt8] { card.flatMap { Array("\($0.key): \($0.value)\n".utf8) } }

  /// The bytes of a model with other sections, or further ones, of certain names.
  static func encode(
    _ storage: ModelStorage, replacing replacements: [(name: String, bytes: [UInt8])]
  ) throws(ModelError) -> [UInt8] {
    var sections = try sections(of: storage.bytes, isTrusted: true).map { (name: $0.name, bytes: Array($0.bytes)) }
    for replacement in replacements {
      if let place = sections.firstIndex(where: { $0.name == replacement.name }) {
        sections[place] = replacement
      } else {
        sections.append(replacement)
      }
    }
    return encode(sections)
  }

  private static func encode(_ sections: [(name: String, bytes: [UInt8])]) -> [UInt8] {
    var directory = ByteWriter()
    var offset = aligned(headerBytes + sections.count * entryBytes)
    for (name, bytes) in sections {
      directory.bytes += Array(name.utf8)
      directory.append(UInt32(0))
      directory.append(UInt64(offset))
      directory.append(UInt64(bytes.count))
      directory.append(bytes.withUnsafeBytes(Checksum.of))
      offset = aligned(offset + bytes.count)
    }
    var file = ByteWriter()
    file.bytes = magic
    let deep = sections.first { $0.name == Convolution.sectionName }?.bytes
    file.append(deep.map { Convolution.hasSecondLayer($0) ? version : lookupVersion } ?? wideVersion)
    file.append(UInt32(sections.count))
    file.append(UInt64(offset))
    file.append(directory.bytes.withUnsafeBytes(Checksum.of))
    file.bytes += directory.bytes
    for (_, bytes) in sections {
      file.pad(to: aligned(file.bytes.count))
      file.bytes += bytes
    }
    file.pad(to: offset)
    return file.bytes
  }

  static func aligned(_ offset: Int) -> Int { (offset + 63) & ~63 }

  // MARK: Reading

  /// - Parameter isTrusted: the bytes are part of the program; the sections are not summed again.
  static func decode(_ storage: ModelStorage, isTrusted: Bool) throws(ModelError) -> Model {
    let sections = try sections(of: storage.bytes, isTrusted: isTrusted)
    var byName: [String: UnsafeRawBufferPointer] = [:]
    for section in sections where byName.updateValue(section.bytes, forKey: section.name) != nil {
      throw .damaged(section: section.name)
    }
    return try assemble(byName, storage, isTrusted: isTrusted)
  }

  /// The sections in the order of the file.
  static func sections(
    of bytes: UnsafeRawBufferPointer, isTrusted: Bool
  ) throws(ModelError) -> [(name: String, bytes: UnsafeRawBufferPointer)] {
    guard bytes.count >= magic.count, bytes.prefix(magic.count).elementsEqual(magic) else { throw .notAModel }
    guard bytes.count >= headerBytes else { throw .truncated(expected: headerBytes, found: bytes.count) }
    let found = UInt32(littleEndian: bytes.load(fromByteOffset: 8, as: UInt32.self))
    guard [version, lookupVersion, wideVersion].contains(found) else {
      throw .unsupportedVersion(found: found, supported: version)
    }
    let length = UInt64(littleEndian: bytes.load(fromByteOffset: 16, as: UInt64.self))
    guard UInt64(bytes.count) >= length else {
      throw .truncated(expected: Int(clamping: length), found: bytes.count)
    }
    if !isTrusted, UInt64(bytes.count) > length {
      throw .overlong(expected: Int(clamping: length), found: bytes.count)
    }
    let sectionCount = Int(UInt32(littleEndian: bytes.load(fromByteOffset: 12, as: UInt32.self)))
    let directoryEnd = headerBytes + sectionCount * entryBytes
    guard sectionCount < 1024, directoryEnd <= bytes.count else { throw .damaged(section: "header") }
    let directory = UnsafeRawBufferPointer(rebasing: bytes[headerBytes..<directoryEnd])
    guard Checksum.of(directory) == UInt64(littleEndian: bytes.load(fromByteOffset: 24, as: UInt64.self)) else {
      throw .damaged(section: "header")
    }
    var sections: [(name: String, bytes: UnsafeRawBufferPointer)] = []
    for index in 0..<sectionCount {
      let entry = index * entryBytes
      let name = String(decoding: directory[entry..<entry + 4], as: UTF8.self)
      func number(_ place: Int) -> UInt64 {
        UInt64(littleEndian: directory.load(fromByteOffset: entry + place, as: UInt64.self))
      }
      let offset = number(8)
      let count = number(16)
      let (end, overflows) = offset.addingReportingOverflow(count)
      guard !overflows, end <= length, offset % 64 == 0 else { throw .damaged(section: name) }
      let section = UnsafeRawBufferPointer(rebasing: bytes[Int(offset)..<Int(end)])
      if !isTrusted, Checksum.of(section) != number(24) {
        throw .damaged(section: name)
      }
      sections.append((name, section))
    }
    return sections
  }

  private static func assemble(
    _ sections: [String: UnsafeRawBufferPointer], _ storage: ModelStorage, isTrusted: Bool
  ) throws(ModelError) -> Model {
    func reader(_ name: String) throws(ModelError) -> ByteReader {
      guard let bytes = sections[name] else { throw .damaged(section: name) }
      return ByteReader(bytes: bytes, section: name)
    }
    var labelReader = try reader("LABL")
    let classes = Int(try labelReader.uint32())
    guard classes >= 2, classes <= 65_535 else { throw .damaged(section: "LABL") }
    var labels: [String] = []
    for _ in 0..<classes { labels.append(try labelReader.string(count: Int(try labelReader.uint32()))) }
    guard Set(labels).count == classes else { throw .damaged(section: "LABL") }

    var parameters = try reader("PARM")
    let weightStep = try parameters.float()
    var calibration = Calibration(classes: classes)
    calibration.constant = try parameters.float()
    calibration.perLength = try parameters.float()
    for index in 0..<classes { calibration.biases[index] = try parameters.float() }
    var prior: [Float] = []
    for _ in 0..<classes { prior.append(try parameters.float()) }
    guard weightStep > 0, weightStep <= 1, calibration.isValid, prior.allSatisfy({ (0...1).contains($0) }),
      abs(prior.reduce(0, +) - 1) < 1e-3
    else { throw .damaged(section: "PARM") }

    var denseReader = try reader("DENS")
    let inputs = Int(try denseReader.uint32())
    let outputs = Int(try denseReader.uint32())
    guard inputs == CueFeatures.count, outputs == classes else { throw .damaged(section: "DENS") }
    var weights: [Float] = []
    weights.reserveCapacity(inputs * outputs)
    for _ in 0..<inputs * outputs { weights.append(try denseReader.float()) }
    guard weights.allSatisfy({ abs($0) <= DenseLayer.limit }) else { throw .damaged(section: "DENS") }

    if let lexicon = sections["LEXI"] {
      var reader = ByteReader(bytes: lexicon, section: "LEXI")
      guard lexicon.count == 4 + 10 * Int(try reader.uint32()) else { throw .damaged(section: "LEXI") }
    }

    guard let lines = sections["LINE"], lines.count >= FeatureTable.lineBytes,
      lines.count % FeatureTable.lineBytes == 0
    else { throw .damaged(section: "LINE") }
    let lineCount = lines.count / FeatureTable.lineBytes
    guard lineCount <= FeatureTable.lineLimit else { throw .damaged(section: "LINE") }
    var rows: UnsafePointer<Int16>?
    if classes > 3 {
      guard let section = sections["ROWS"],
        section.count == lineCount * FeatureTable.slotsPerLine * (classes - 1) * 2
      else { throw .damaged(section: "ROWS") }
      rows = section.bindMemory(to: Int16.self).baseAddress
    }
    let table = FeatureTable(lines: lines.baseAddress!, lineCount: lineCount, rows: rows, rowWidth: classes - 1)
    guard isTrusted || table.isSound else { throw .damaged(section: "LINE") }
    var toneHeads: [ToneTaxonomy: ToneHead] = [:]
    for taxonomy in ToneTaxonomy.allCases {
      guard let section = sections[ToneHead.sectionName(taxonomy)] else { continue }
      toneHeads[taxonomy] = try ToneHead(
        section, taxonomy, classes: classes, lineCount: lineCount, isTrusted: isTrusted)
    }
    return Model(
      labels: labels,
      card: Model.CardEntry.parse(sections["CARD"] ?? UnsafeRawBufferPointer(start: nil, count: 0)),
      table: table, weightStep: weightStep, dense: DenseLayer(inputs: inputs, outputs: outputs, weights: weights),
      convolution: try sections[Convolution.sectionName].map { bytes throws(ModelError) in
        try Convolution(bytes, classes: classes, isTrusted: isTrusted)
      },
      calibration: calibration, prior: prior,
      lexiconBytes: sections["LEXI"] ?? UnsafeRawBufferPointer(start: nil, count: 0),
      names: try sections["NAME"].map { bytes throws(ModelError) in try NameSection(bytes) }, toneHeads: toneHeads,
      storage: storage)
  }
}

/// Appends little-endian numbers.
struct ByteWriter {
  var bytes: [UInt8] = []

  mutating func append(_ value: some FixedWidthInteger) {
    withUnsafeBytes(of: value.littleEndian) { bytes += Array($0) }
  }

  mutating func pad(to count: Int) { bytes += Array(repeating: 0, count: count - bytes.count) }
}

/// Reads little-endian numbers; a section that is too short or holds no finite number is damaged.
private struct ByteReader {
  let bytes: UnsafeRawBufferPointer
  let section: String
  var at = 0

  mutating func uint32() throws(ModelError) -> UInt32 {
    guard bytes.count - at >= 4 else { throw .damaged(section: section) }
    defer { at += 4 }
    return UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self))
  }

  mutating func float() throws(ModelError) -> Float {
    let value = Float(bitPattern: try uint32())
    guard value.isFinite else { throw .damaged(section: section) }
    return value
  }

  mutating func string(count: Int) throws(ModelError) -> String {
    guard bytes.count - at >= count else { throw .damaged(section: section) }
    defer { at += count }
    return String(decoding: bytes[at..<at + count], as: UTF8.self)
  }
}
