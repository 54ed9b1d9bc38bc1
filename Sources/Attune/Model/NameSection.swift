/// What a feature of the table is called, as the model file keeps it.
package struct FeatureName: Sendable, Equatable {
  package var hash: UInt64
  package var kind: Model.NamedFeature.Kind
  /// The words, in folded form.
  package var text: String
  /// How often the feature stands in the texts that the model learned from.
  package var count: UInt32

  package init(hash: UInt64, kind: Model.NamedFeature.Kind, text: String, count: UInt32) {
    self.hash = hash
    self.kind = kind
    self.text = text
    self.count = count
  }
}

/// Section NAME of the model file: a few hundred features by name, out of the hundreds of thousands of which the table
/// knows hashes only. Verdicts do not need it.
///
///     0        u32      number of names, n
///     4        n × u64  hash, in rising order
///     4 + 8n   n × u32  how often the feature stands in the training texts
///     4 + 12n  n × u32  where the name ends in what follows the kinds
///     4 + 16n  n × u8   0 word, 1 phrase, 2 negated, 3 opening (`Model.NamedFeature.Kind`)
///     4 + 17n           the names, UTF-8, one behind the other, none empty
struct NameSection: @unchecked Sendable {  // Read-only memory that the model's storage keeps alive.
  let count: Int
  private let bytes: UnsafeRawBufferPointer

  private static let bytesPerName = 17

  /// - Throws: `ModelError.damaged` for what `encode` cannot have written.
  init(_ bytes: UnsafeRawBufferPointer) throws(ModelError) {
    guard bytes.count >= 4 else { throw .damaged(section: "NAME") }
    self.bytes = bytes
    count = Int(UInt32(littleEndian: bytes.loadUnaligned(as: UInt32.self)))
    guard isSound else { throw .damaged(section: "NAME") }
  }

  subscript(index: Int) -> FeatureName {
    FeatureName(
      hash: hash(index), kind: Model.NamedFeature.Kind.allCases[Int(kind(index))],
      text: String(decoding: text(index), as: UTF8.self),
      count: number(4 + 8 * count + 4 * index))
  }

  static func encode(_ names: [FeatureName]) -> [UInt8] {
    let names = names.sorted { $0.hash < $1.hash }
    var section = ByteWriter()
    section.append(UInt32(names.count))
    for name in names { section.append(name.hash) }
    for name in names { section.append(name.count) }
    var end: UInt32 = 0
    for name in names {
      end += UInt32(name.text.utf8.count)
      section.append(end)
    }
    for name in names { section.append(UInt8(Model.NamedFeature.Kind.allCases.firstIndex(of: name.kind)!)) }
    for name in names { section.bytes += Array(name.text.utf8) }
    return section.bytes
  }

  private var isSound: Bool {
    let textBytes = bytes.count - 4 - Self.bytesPerName * count
    guard textBytes >= 0 else { return false }
    var lastEnd = 0
    for index in 0..<count {
      guard index == 0 || hash(index - 1) < hash(index), kind(index) < Model.NamedFeature.Kind.allCases.count,
        end(index) > lastEnd, end(index) <= textBytes, String(validating: text(index), as: UTF8.self) != nil
      else { return false }
      lastEnd = end(index)
    }
    return lastEnd == textBytes
  }

  private func hash(_ index: Int) -> UInt64 {
    UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 4 + 8 * index, as: UInt64.self))
  }

  private func number(_ at: Int) -> UInt32 {
    UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self))
  }

  private func end(_ index: Int) -> Int { Int(number(4 + 12 * count + 4 * index)) }

  private func kind(_ index: Int) -> UInt8 { bytes[4 + 16 * count + index] }

  private func text(_ index: Int) -> UnsafeRawBufferPointer {
    let start = 4 + Self.bytesPerName * count
    return UnsafeRawBufferPointer(
      rebasing: bytes[start + (index == 0 ? 0 : end(index - 1))..<start + end(index)])
  }
}
