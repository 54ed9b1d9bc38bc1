import AttunePlatform

/// Finds where records end, in bytes that arrive piece by piece.
///
/// Without quotes a record is a line. With quotes a line break inside a quoted field belongs to the record. A quoted
/// field that has no proper end (the input ends before its closing quote, or other bytes than a delimiter or a line break
/// follow that quote) does not swallow what comes after it: its record is then only the line in which the record begins,
/// so that the next line is read as a record of its own. That holds for `limit` bytes, the most that are looked at again; a
/// longer record is passed over by `skip`, to its proper end or to the end of the line in which the quotes go wrong.
///
/// Giving up costs a second look at the bytes behind the line, but not a third: whoever stands inside quotes at the end
/// of a line stands there the same way, wherever the record began, so that `hopelessEnd` answers for all lines before it.
struct RecordCutter {
  /// The longest line in bytes.
  static let limit = 256 << 20
  /// The longest record in bytes that has line breaks in it; a longer one is cut, but not read.
  static let multilineLimit = 16 << 20

  /// Refuses a record that is longer than records may be.
  @inline(__always)
  static func check(_ record: UnsafeBufferPointer<UInt8>) throws(RecordProblem.Reason) {
    if record.count > multilineLimit { try checkLong(record) }
  }

  @inline(never)
  private static func checkLong(_ record: UnsafeBufferPointer<UInt8>) throws(RecordProblem.Reason) {
    if record.count > limit { throw .tooLong(limit: limit) }
    if memchr(record.baseAddress!, 0x0A, record.count) != nil { throw .tooLong(limit: multilineLimit) }
  }

  private enum State {
    case fieldStart, plain, quoted
    /// Behind a quote inside a quoted field: its end or the first of two.
    case quote
    /// Behind a malformed field: only the line break counts.
    case rest
  }

  private let delimiters: [UInt8]
  private let isQuoted: Bool
  /// Whoever is inside quotes at the end of a line before this place never gets out properly.
  private(set) var hopelessEnd = 0
  /// Everything before is complete records.
  private(set) var completeEnd = 0
  /// The first byte that was not looked at.
  private var at = 0
  private var state = State.fieldStart
  /// Where the first line of the present record ends, once that is known.
  private var firstLineEnd: Int?
  /// The beginning of the present record is gone, so that there is no giving up.
  private var isSkipping = false

  /// - Parameter table: nil for records that are lines.
  /// - Parameter hopelessEnd: what an earlier look at the bytes has shown.
  init(table: Table?, hopelessEnd: Int = 0) {
    isQuoted = table?.isQuoted ?? false
    delimiters = table.map { [$0.delimiter] } ?? []
    self.hopelessEnd = hopelessEnd
  }

  /// For what may be a table.
  init(delimiter: UInt8, isQuoted: Bool) {
    self.isQuoted = isQuoted
    delimiters = [delimiter]
  }

  /// For the header of a table, of which the delimiter is not known yet.
  init(headerIsQuoted: Bool) {
    isQuoted = headerIsQuoted
    delimiters = Table.possibleDelimiters
  }

  /// Looks at the bytes that have arrived since the last call and moves `completeEnd` on.
  ///
  /// - Parameters:
  ///   - isEnd: nothing comes after `bytes`; what is left is a record.
  ///   - onlyOne: stop at the end of the next record.
  /// - Returns: whether `completeEnd` has moved.
  @discardableResult
  mutating func advance(_ bytes: UnsafeBufferPointer<UInt8>, isEnd: Bool, onlyOne: Bool = false) -> Bool {
    let before = completeEnd
    if isQuoted {
      repeat {
        scan(bytes, onlyOne: onlyOne)
        if onlyOne, completeEnd > before { return true }
        guard state == .quoted, isEnd else { break }
        giveUp()
      } while !(onlyOne && completeEnd > before)
      if onlyOne, completeEnd > before { return true }
    } else {
      scanLines(bytes, onlyOne: onlyOne)
      if onlyOne, completeEnd > before { return true }
    }
    if isEnd {
      completeEnd = bytes.count
      at = bytes.count
    }
    return completeEnd > before
  }

  /// Tells that everything before `completeEnd` was taken away.
  mutating func removeComplete() {
    at -= completeEnd
    firstLineEnd = firstLineEnd.map { $0 - completeEnd }
    hopelessEnd = max(0, hopelessEnd - completeEnd)
    completeEnd = 0
  }

  /// Passes over what is left of a record that is too long to be held.
  ///
  /// - Parameter bytes: what comes behind the bytes that were looked at so far.
  /// - Returns: where the record ends; nil when it goes on behind `bytes`.
  mutating func skip(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    isSkipping = true
    at = 0
    completeEnd = 0
    if isQuoted { scan(bytes, onlyOne: true) } else { scanLines(bytes, onlyOne: true) }
    return completeEnd > 0 ? completeEnd : nil
  }

  private mutating func scanLines(_ bytes: UnsafeBufferPointer<UInt8>, onlyOne: Bool) {
    guard at < bytes.count, let base = bytes.baseAddress else { return }
    if onlyOne {
      if let found = memchr(base + at, 0x0A, bytes.count - at) {
        completeEnd = UnsafeRawPointer(found) - UnsafeRawPointer(base) + 1
        at = completeEnd
        return
      }
    } else {
      var last = bytes.count - 1
      while last >= at, base[last] != 0x0A { last -= 1 }
      if last >= at { completeEnd = last + 1 }
    }
    at = bytes.count
  }

  private mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>, onlyOne: Bool) {
    let delimiter = delimiters[0]
    let others = delimiters.dropFirst()
    while at < bytes.count {
      // Most bytes say nothing in the state in which they come.
      switch state {
      case .plain where others.isEmpty: at = Self.first(of: delimiter, in: bytes, from: at)
      case .quoted: at = Self.first(of: Field.quote, in: bytes, from: at)
      default: break
      }
      guard at < bytes.count else { return }
      let byte = bytes[at]
      at += 1
      switch state {
      case .fieldStart, .plain:
        if byte == 0x0A {
          endRecord()
          if onlyOne { return }
        } else if byte == Field.quote, state == .fieldStart {
          state = .quoted
        } else {
          state = byte == delimiter || others.contains(byte) ? .fieldStart : .plain
        }
      case .quoted:
        if byte == Field.quote {
          state = .quote
        } else if byte == 0x0A {
          if firstLineEnd == nil { firstLineEnd = at }
          if at < hopelessEnd { giveUp() }
          if onlyOne, state == .fieldStart { return }
        }
      case .quote:
        switch byte {
        case Field.quote: state = .quoted
        case 0x0A:
          endRecord()
          if onlyOne { return }
        case 0x0D: state = .plain
        case let byte where byte == delimiter || others.contains(byte): state = .fieldStart
        default:
          giveUp()
          if onlyOne, state == .fieldStart { return }
        }
      case .rest:
        if byte == 0x0A {
          endRecord()
          if onlyOne { return }
        }
      }
    }
  }

  /// Where the first `byte` or line feed stands from a place on, or the end of the bytes.
  @inline(__always)
  private static func first(of byte: UInt8, in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    guard let base = bytes.baseAddress else { return start }
    var at = start
    while at < bytes.count, base[at] != byte, base[at] != 0x0A { at &+= 1 }
    return at
  }

  private mutating func endRecord() {
    completeEnd = at
    state = .fieldStart
    firstLineEnd = nil
  }

  /// The quoted field has no proper end: the record is its first line, or, when that is not over, the line that goes on.
  private mutating func giveUp() {
    guard let end = firstLineEnd, !isSkipping else {
      state = .rest
      return
    }
    hopelessEnd = max(hopelessEnd, at)
    at = end
    endRecord()
  }
}
