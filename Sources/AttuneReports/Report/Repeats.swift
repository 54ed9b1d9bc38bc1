/// Records that occur again, byte for byte or with the id of an earlier record, and records of others than customers, or of
/// those who tried out a form.
package struct Repeats: Sendable, Encodable, Equatable {
  /// Records that are, byte for byte, an earlier one, among those that have a text, a customer, an ID or a time of day.
  package var records = 0
  /// Whether `records` is an estimate, since there are too many to remember them all.
  package var isEstimate = false
  /// Records that are no records of their own, since an earlier one has their id; nil without a column of ids.
  package var dropped: Int?
  /// Whether there are more ids than can be remembered, so that later repetitions stay in.
  package var hasForgotten = false
  /// Records with the id of an earlier one, which count for themselves, in a column of a few records each; nil for none.
  package var sharedIDs: Int?
  /// Records that were not written by customers, and are left out; nil for none.
  package var others: Int?
  /// Those among them that hold answers.
  package var othersWithAnswers: Int?

  /// Records whose text is that of somebody who tries out a form, which count; nil for none.
  package var tests: Int?
  /// The first of these texts.
  var test: String?
  /// Files that hold the same records, all of which count; nil for none.
  package var sameFiles: [[String]]?

  private enum CodingKeys: CodingKey {
    case records, isEstimate, dropped, hasForgotten, sharedIDs, others, othersWithAnswers, tests, sameFiles
  }

  /// "The files 'a.csv' and 'b.csv' hold the same records, and each of them counts."
  package var fileSentences: [String] {
    (sameFiles ?? []).map { files in
      let names = files.map { "'\($0)'" }
      return "The files \(names.dropLast().joined(separator: ", ")) and \(names.last ?? "") hold the same records, and "
        + "each of them counts: leave out all but one."
    }
  }

  /// Whether so many records have the ID of an earlier one that figures count records, and not cases.
  func hasSharedCases(of records: Int) -> Bool { sharedIDs.map { 10 * $0 >= records } == true && sameFiles == nil }

  /// Why a difference cannot be told from chance, to which records that repeat others are no further evidence: a tenth of them
  /// are identical to an earlier one, or have its ID and answer; nil where fewer are.
  /// - Parameter isOfAnswers: whether the figure is one of answers, which belong to a case.
  func doubt(of records: Int, isOfAnswers: Bool) -> String? {
    let repeated = self.records
    if records > 0, 10 * repeated > records {
      return
        "\(isEstimate ? "about " : "")\(Digits.count(repeated)) of the \(Digits.count(records)) records are identical to "
        + "an earlier one"
    }
    guard isOfAnswers, hasSharedCases(of: records), let sharedIDs else { return nil }
    return "\(Digits.count(sharedIDs)) of the \(Digits.count(records)) records belong to a case that is already counted"
  }

  /// "3 more not written by a customer are left out, 1 of them with answers"; nil for none.
  package var othersText: String? {
    others.map { others in
      let scored = othersWithAnswers.map { ", \(Digits.count($0)) of them with answers" } ?? ""
      return "\(Digits.count(others)) more not written by a customer \(others == 1 ? "is" : "are") left out\(scored)"
    }
  }

  /// "12 are identical to an earlier record", "3 more with the ID of an earlier record, combined with it"
  package var texts: [String] {
    var texts: [String] = []
    if let dropped, dropped > 0 {
      texts.append("\(Digits.count(dropped)) more with the ID of an earlier record, combined with it")
    }
    if hasForgotten { texts.append("too many IDs to compare them all") }
    if records > 0 {
      texts.append(
        "\(isEstimate ? "about " : "")\(Digits.count(records)) \(records == 1 ? "is" : "are") identical to an earlier record"
      )
    }
    if let tests, let test {
      texts.append(
        "\(Digits.count(tests)) \(tests == 1 ? "looks" : "look") like \(tests == 1 ? "a test" : "tests"), such as '\(test)', "
          + "and \(tests == 1 ? "is" : "are") counted")
    }
    return texts
  }
}

/// Finds records that occur again, in bounded memory.
struct RepeatFinder: Sendable {
  private var counted = Repeats()
  private(set) var records = SeenHashes()
  private var ids = SeenHashes()
  /// Ids by which records are not joined, and the records that have one.
  private var watched = (ids: SeenHashes(), records: 0)
  /// What is known of each file that was read.
  private var files: [(path: String, records: Int, sum: UInt64)] = []
  private static let fileLimit = 1000
  /// The file that is read, where there are more.
  private var unlisted: String?
  /// Records are remembered whose hash has none of these bits: all at first.
  private var mask: UInt64 = 0

  /// With more records, a fair sample of them stands for all.
  private let recordLimit: Int
  /// 256 MiB of hashes, and half as much again while they grow.
  private static let idLimit = 1 << 24
  private static let watchedLimit = 1 << 20

  /// - Parameters:
  ///   - hasIDs: whether a column of ids says which records are the same.
  ///   - recordLimit: hashes that are kept; by default what 8 MiB hold.
  init(hasIDs: Bool, recordLimit: Int = (3 << 18) - 1) {
    counted.dropped = hasIDs ? 0 : nil
    self.recordLimit = recordLimit
  }

  /// - Parameters:
  ///   - record: the hash of the record's bytes; nil where records do not tell whether they are the same.
  ///   - id: that of its id; nil without one.
  ///   - other: that of an id by which records are not joined.
  ///   - path: of the file, as several may number their records alike.
  /// - Returns: whether the record is to be left out.
  mutating func append(record: UInt64?, id: UInt64?, watched other: UInt64? = nil, path: String = "") -> Bool {
    if let other, watched.ids.count < Self.watchedLimit {
      watched.records += 1
      _ = watched.ids.insert(other ^ UInt64(truncatingIfNeeded: path.hashValue))
    }
    if let id {
      guard ids.count < Self.idLimit else {
        counted.hasForgotten = true
        return false
      }
      guard ids.insert(id) else {
        counted.dropped? += 1
        return true
      }
    }
    if let record, record & mask == 0 { append(record) }
    return false
  }

  /// Notes whether a record that counts looks like a test.
  mutating func noteTest(_ row: RecordLayout.Row) {
    guard row.isTest else { return }
    counted.tests = (counted.tests ?? 0) + 1
    counted.test = counted.test ?? row.text.shortened
  }

  /// Adds a record to what its file holds, before anything is left out.
  /// - Parameter hash: of its bytes; nil where it is not known.
  mutating func add(hash: UInt64?, path: String) {
    guard let hash, path != unlisted else { return }
    if files.last?.path != path {
      if let known = files.firstIndex(where: { $0.path == path }) {
        files.swapAt(known, files.count - 1)
      } else if files.count < Self.fileLimit {
        files.append((path, 0, 0))
      } else {
        unlisted = path
        return
      }
    }
    files[files.count - 1].records += 1
    // In any order.
    files[files.count - 1].sum &+= hash &* hash | 1
  }

  /// Files of the same records, of which a single one may be so by chance.
  private var sameFiles: [[String]]? {
    struct Contents: Hashable { let records: Int, sum: UInt64 }
    let alike = Dictionary(grouping: files.filter { $0.records > 1 }) { Contents(records: $0.records, sum: $0.sum) }
    let names = alike.values.filter { $0.count > 1 }.map { $0.map(\.path).sorted() }
    return names.isEmpty || counted.dropped != nil ? nil : names.sorted { $0[0] < $1[0] }
  }

  /// Notes a record that no customer wrote.
  mutating func appendOther(hasAnswers: Bool) {
    counted.others = (counted.others ?? 0) + 1
    if hasAnswers { counted.othersWithAnswers = (counted.othersWithAnswers ?? 0) + 1 }
  }

  var found: Repeats {
    var found = counted
    found.sameFiles = sameFiles
    let again = watched.records - watched.ids.count
    // A case has a few records, and a survey many.
    if again > 0, watched.ids.count > 1, 20 * watched.ids.count > watched.records { found.sharedIDs = again }
    return found
  }

  private mutating func append(_ record: UInt64) {
    if !records.insert(record) {
      // Each stands for all that the mask leaves out.
      counted.records += Int(mask) + 1
    } else if records.count > recordLimit {
      mask = mask << 1 | 1
      counted.isEstimate = true
      let mask = mask
      records.filter { $0 & mask == 0 }
    }
  }
}
