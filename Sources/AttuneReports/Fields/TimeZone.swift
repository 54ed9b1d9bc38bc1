import AttunePlatform

/// How far clocks are ahead of Greenwich, always or at a moment.
package struct TimeZone: Sendable, Hashable {
  /// From which moment on, in seconds since 1970, which offset holds, in seconds. The first one begins at `Int.min`.
  private let offsets: [(from: Int, offset: Int)]

  package init(offset: Int) { offsets = [(.min, offset)] }

  /// From "+01:00", "-0500", "UTC", an abbreviation such as "CET", or a name such as "Europe/Berlin".
  /// - Returns: nil for an unknown one.
  /// - Complexity: O(1), and about 50,000 look-ups for a name of the system's data base.
  package init?(_ text: String) {
    if let offset = Self.abbreviations[text.lowercased()] ?? Self.numericOffset(text) {
      offsets = [(.min, offset)]
    } else if let offsets = Self.read(text) {
      self.offsets = offsets
    } else {
      return nil
    }
  }

  /// - Parameter seconds: since 1970, in Greenwich.
  /// - Complexity: O(log(changes))
  func offset(at seconds: Int) -> Int { offsets[(index { $0 <= seconds })].offset }

  /// - Parameter seconds: since 1970, as clocks in the zone show it.
  func offset(atLocal seconds: Int) -> Int {
    let first = offset(at: seconds - offset(at: seconds))
    return offset(at: seconds - first)
  }

  private func index(_ isReached: (Int) -> Bool) -> Int {
    var (low, high) = (0, offsets.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if isReached(offsets[middle].from) { low = middle } else { high = middle }
    }
    return low
  }

  package static func == (a: TimeZone, b: TimeZone) -> Bool {
    a.offsets.count == b.offsets.count && zip(a.offsets, b.offsets).allSatisfy { $0 == $1 }
  }

  package func hash(into hasher: inout Hasher) {
    for (from, offset) in offsets {
      hasher.combine(from)
      hasher.combine(offset)
    }
  }

  /// "+01:00", "-5", "+0530"
  private static func numericOffset(_ text: String) -> Int? {
    let sign = text.hasPrefix("+") ? 1 : text.hasPrefix("-") ? -1 : 0
    let parts = text.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
    guard sign != 0, (1...2).contains(parts.count), parts.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }),
      let first = Int(parts[0])
    else { return nil }
    let isCompact = parts.count == 1 && parts[0].count == 4
    guard isCompact || parts[0].count <= 2,
      let minutes = parts.count == 2 ? Int(parts[1]) : isCompact ? first % 100 : 0,
      minutes < 60
    else { return nil }
    let offset = (isCompact ? first / 100 : first) * 3600 + minutes * 60
    return offset <= 14 * 3600 ? sign * offset : nil
  }

  /// Abbreviations in mails and exports, in seconds. Where several zones share one, that of RFC 5322, else the European
  /// one, else the one with the most people is meant.
  static let abbreviations: [String: Int] = {
    let hours: [(Double, [String])] = [
      (0, ["z", "utc", "gmt", "wet", "ut"]), (1, ["cet", "mez", "bst", "west", "wat"]),
      (2, ["cest", "mesz", "eet", "sast", "cat"]), (3, ["eest", "msk", "eat", "trt"]), (4, ["gst"]), (5, ["pkt"]),
      (5.5, ["ist"]), (7, ["wib", "ict"]), (8, ["sgt", "hkt", "awst", "pht", "myt"]), (9, ["jst", "kst"]),
      (9.5, ["acst"]), (10, ["aest"]), (10.5, ["acdt"]), (11, ["aedt"]), (12, ["nzst"]), (13, ["nzdt"]),
      (-3, ["brt", "art", "adt"]), (-2.5, ["ndt"]), (-3.5, ["nst"]), (-4, ["ast", "edt", "clt"]),
      (-5, ["est", "cdt", "cot", "pet"]), (-6, ["cst", "mdt"]), (-7, ["mst", "pdt"]), (-8, ["pst", "akdt"]),
      (-9, ["akst"]), (-10, ["hst"]),
    ]
    return Dictionary(uniqueKeysWithValues: hours.flatMap { hours, names in names.map { ($0, Int(hours * 3600)) } })
  }()

  /// Asks the system, whose data base has a file for each name.
  private static func read(_ name: String) -> [(from: Int, offset: Int)]? {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    let isName = parts.allSatisfy { part in
      part.first?.isLetter == true
        && part.utf8.allSatisfy { ($0 | 0x20) &- 0x61 < 26 || $0 &- 0x30 < 10 || "_+-".utf8.contains($0) }
    }
    var status = stat()
    guard parts.count >= 2, name.utf8.count <= 64, isName, stat("/usr/share/zoneinfo/\(name)", &status) == 0,
      status.st_mode & S_IFMT == S_IFREG
    else { return nil }
    let before = getenv("TZ").map { String(cString: $0) }
    setenv("TZ", ":/usr/share/zoneinfo/\(name)", 1)
    tzset()
    defer {
      if let before { setenv("TZ", before, 1) } else { unsetenv("TZ") }
      tzset()
    }
    var offsets = [(from: Int.min, offset: offset(at: first))]
    for day in stride(from: first, to: last, by: 86_400) {
      let offset = offset(at: day + 86_400)
      guard offset != offsets[offsets.count - 1].offset else { continue }
      var (low, high) = (day, day + 86_400)
      while high - low > 1 {
        let middle = (low + high) / 2
        if self.offset(at: middle) == offset { high = middle } else { low = middle }
      }
      offsets.append((high, offset))
    }
    return offsets
  }

  /// 1970 and 2100.
  private static let (first, last) = (0, 4_102_444_800)

  private static func offset(at seconds: Int) -> Int {
    var time = time_t(seconds)
    var parts = tm()
    return localtime_r(&time, &parts) == nil ? 0 : parts.tm_gmtoff
  }
}
