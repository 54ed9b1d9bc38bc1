/// Records that occur again: byte for byte, or with the id of an earlier record.
package struct Repeats: Sendable, Encodable, Equatable {
  /// Records that are, byte for byte, an earlier one.
  package var records = 0
  /// Whether `records` is an estimate, since there are too many to remember them all.
  package var isEstimate = false
  /// Records that are no records of their own, since an earlier one has their id; nil without a column of ids.
  package var dropped: Int?
  /// Whether there are more ids than can be remembered, so that later repetitions stay in.
  package var hasForgotten = false

  /// "12 repeat an earlier record", "3 more with the ID of an earlier record, combined with it"
  package var texts: [String] {
    var texts: [String] = []
    if let dropped, dropped > 0 {
      texts.append("\(Digits.count(dropped)) more with the ID of an earlier record, combined with it")
    }
    if hasForgotten { texts.append("too many IDs to compare them all") }
    if records > 0 {
      texts.append(
        "\(isEstimate ? "about " : "")\(Digits.count(records)) \(records == 1 ? "repeats" : "repeat") an earlier record in every column"
      )
    }
    return texts
  }
}

/// Finds records that occur again, in bounded memory.
struct RepeatFinder: Sendable {
  private(set) var found = Repeats()
  private(set) var records = SeenHashes()
  private var ids = SeenHashes()
  /// Records are remembered whose hash has none of these bits: all at first.
  private var mask: UInt64 = 0

  /// With more records, a fair sample of them stands for all.
  private let recordLimit: Int
  /// 256 MiB of hashes, and half as much again while they grow.
  private static let idLimit = 1 << 24

  /// - Parameters:
  ///   - hasIDs: whether a column of ids says which records are the same.
  ///   - recordLimit: hashes that are kept; by default what 8 MiB hold.
  init(hasIDs: Bool, recordLimit: Int = (3 << 18) - 1) {
    found.dropped = hasIDs ? 0 : nil
    self.recordLimit = recordLimit
  }

  /// - Parameters:
  ///   - record: the hash of the record's bytes; nil where records do not tell whether they are the same.
  ///   - id: that of its id; nil without one.
  /// - Returns: whether the record is to be left out.
  mutating func append(record: UInt64?, id: UInt64?) -> Bool {
    if let id {
      guard ids.count < Self.idLimit else {
        found.hasForgotten = true
        return false
      }
      guard ids.insert(id) else {
        found.dropped? += 1
        return true
      }
    }
    if let record, record & mask == 0 { append(record) }
    return false
  }

  private mutating func append(_ record: UInt64) {
    if !records.insert(record) {
      // Each stands for all that the mask leaves out.
      found.records += Int(mask) + 1
    } else if records.count > recordLimit {
      mask = mask << 1 | 1
      found.isEstimate = true
      let mask = mask
      records.filter { $0 & mask == 0 }
    }
  }
}
