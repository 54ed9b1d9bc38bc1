/// What a number format shows of a number: the number, a date, a time of day, both, or hours that may be more than a day's.
enum NumberFormat: UInt8 {
  case number, date, time, dateTime, elapsed

  /// By the number of a format that is not spelled out in workbooks.
  init(builtIn id: Int) {
    self =
      switch id {
      // 27 to 36 and 50 to 58 are dates of East Asian versions.
      case 14...17, 27...31, 34...36, 50...54, 57, 58: .date
      case 18...21, 32, 33, 55, 56, 45, 47: .time
      case 22: .dateTime
      case 46: .elapsed
      default: .number
      }
  }

  /// By a code such as `[$-409]d/m/yyyy h:mm AM/PM;@`, of which only the first section counts.
  init(code: String) {
    var hasDate = false
    var hasTime = false
    var hasMonthOrMinute = false
    var isElapsed = false
    let letters = Array(code.lowercased().utf8)
    self = .number
    guard code.lowercased() != "general", code.lowercased() != "standard" else { return }
    var at = 0
    loop: while at < letters.count {
      switch letters[at] {
      case UInt8(ascii: ";"): break loop
      case UInt8(ascii: "\""):
        at += 1
        while at < letters.count, letters[at] != UInt8(ascii: "\"") { at += 1 }
      case UInt8(ascii: "\\"), UInt8(ascii: "_"), UInt8(ascii: "*"): at += 1
      case UInt8(ascii: "["):
        let start = at + 1
        while at < letters.count, letters[at] != UInt8(ascii: "]") { at += 1 }
        let inside = letters[start..<max(min(at, letters.count), start)]
        if let first = inside.first, [UInt8(ascii: "h"), UInt8(ascii: "m"), UInt8(ascii: "s")].contains(first),
          inside.allSatisfy({ $0 == first })
        {
          isElapsed = true
        }
      case UInt8(ascii: "d"), UInt8(ascii: "y"): hasDate = true
      case UInt8(ascii: "h"), UInt8(ascii: "s"): hasTime = true
      case UInt8(ascii: "m"): hasMonthOrMinute = true
      default: break
      }
      at += 1
    }
    if isElapsed {
      self = .elapsed
    } else if hasDate {
      self = hasTime ? .dateTime : .date
    } else if hasTime {
      self = .time
    } else if hasMonthOrMinute {
      self = .date
    }
  }
}

/// Numbers of cells as text.
enum CellNumber {
  /// Days of 1904-01-01 behind 1900-01-00.
  static let days1904 = 1462.0
  /// The last day that workbooks know, 9999-12-31.
  private static let lastDay = 2_958_465.0

  /// Appends a number as its shortest decimal: 5, 0.1, 1e+20. What is no number is appended as it is.
  static func append(_ text: UnsafeBufferPointer<UInt8>, to out: inout [UInt8]) {
    if isShort(text) {
      out.append(contentsOf: text)
    } else if let number = double(text) {
      append(number, to: &out)
    } else {
      out.append(contentsOf: text)
    }
  }

  static func append(_ number: Double, to out: inout [UInt8]) {
    if abs(number) < 1e15, number == number.rounded() {
      out.append(contentsOf: String(Int64(number)).utf8)
    } else {
      out.append(contentsOf: number.description.utf8)
    }
  }

  static func double(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
    guard text.count <= 400, let number = Double(String(decoding: text, as: UTF8.self)), number.isFinite else {
      return nil
    }
    return number
  }

  /// Whether a number has so few digits that it is spelled the shortest way already: no exponent, no superfluous zero.
  private static func isShort(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let start = text.first == UInt8(ascii: "-") ? 1 : 0
    guard text.count > start, text.count - start <= 15 else { return false }
    var point: Int?
    for index in start..<text.count {
      let byte = text[index]
      if byte == UInt8(ascii: "."), point == nil, index > start {
        point = index
      } else if byte < UInt8(ascii: "0") || byte > UInt8(ascii: "9") {
        return false
      }
    }
    if text[start] == UInt8(ascii: "0"), (point ?? text.count) - start > 1 || start == 1 { return false }
    return point == nil || text[text.count - 1] != UInt8(ascii: "0") && point! < text.count - 1
  }

  /// Appends a number of days as ISO 8601, as its format shows it. A date has its time of day if that is not midnight.
  static func append(_ serial: Double, as format: NumberFormat, is1904: Bool, to out: inout [UInt8]) {
    guard format != .number, serial >= 0, serial <= lastDay + 1 else { return append(serial, to: &out) }
    // A time of day has no day; hours behind a day's end are a duration, unless they are so many that they hide a date.
    let isTime = format == .elapsed || format == .time && serial < 366
    var seconds = (serial * 86_400).rounded()
    if isTime {
      let whole = Int(seconds)
      appendTwo(whole / 3600, to: &out)
      appendTime(whole, to: &out)
      return
    }
    seconds += is1904 ? days1904 * 86_400 : 0
    let whole = Int(seconds)
    var day = whole / 86_400
    let second = whole % 86_400
    // Workbooks take 1900 for a leap year.
    if !is1904, day < 60 { day += 1 }
    let date = civil(day - 25_569)
    appendPadded(date.year, 4, to: &out)
    out.append(UInt8(ascii: "-"))
    appendTwo(date.month, to: &out)
    out.append(UInt8(ascii: "-"))
    appendTwo(date.day, to: &out)
    guard format != .date || second > 0 else { return }
    out.append(UInt8(ascii: "T"))
    appendTwo(second / 3600, to: &out)
    appendTime(second, to: &out)
  }

  /// Minutes and seconds.
  private static func appendTime(_ seconds: Int, to out: inout [UInt8]) {
    out.append(UInt8(ascii: ":"))
    appendTwo(seconds / 60 % 60, to: &out)
    out.append(UInt8(ascii: ":"))
    appendTwo(seconds % 60, to: &out)
  }

  static func appendTwo(_ number: Int, to out: inout [UInt8]) { appendPadded(number, 2, to: &out) }

  private static func appendPadded(_ number: Int, _ width: Int, to out: inout [UInt8]) {
    let digits = String(number).utf8
    for _ in 0..<max(width - digits.count, 0) { out.append(UInt8(ascii: "0")) }
    out.append(contentsOf: digits)
  }

  /// The date of a day, counted from 1970-01-01, by Hinnant's `civil_from_days`, for days from 0000-03-01 on.
  private static func civil(_ day: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = day + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let month = (5 * dayOfYear + 2) / 153
    return (
      yearOfEra + era * 400 + (month >= 10 ? 1 : 0), month < 10 ? month + 3 : month - 9,
      dayOfYear - (153 * month + 2) / 5 + 1
    )
  }
}
