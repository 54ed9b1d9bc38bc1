import AttuneStatistics

/// What the values of one column are like, taken in one after the other.
///
/// Counts of rows and blanks are exact. What values look like is learned from the first `examined` that are not blank, and
/// distinct values are counted up to `distinctLimit`, so that memory is bounded.
package struct ColumnFacts: Sendable {
  /// Records, those in which the column is blank as well.
  package private(set) var rows = 0
  package private(set) var filled = 0
  /// Distinct values, of which no more than `distinctLimit` are told apart.
  package var distinct: Int { hashes.count }
  /// There are more distinct values than were counted.
  package private(set) var hasMoreDistinct = false
  /// The first values that differ, cut to a kibibyte.
  package private(set) var examples: [String] = []
  /// The first different texts of a column of notes, which tell whose they are.
  private(set) var notes: [String] = []
  /// Whether one of the first different values says that a record is a note for colleagues.
  private(set) var saysNote = false

  /// Values that were looked at closely.
  private(set) var examined = 0
  private(set) var words = 0
  private(set) var characters = 0
  private(set) var wholeNumbers = 0
  private(set) var numbers = 0
  /// Of all numbers, and of those that answers may be.
  private var ends = (lowest: Double.infinity, highest: -Double.infinity)
  private var nearEnds = (lowest: Double.infinity, highest: -Double.infinity)
  /// Numbers, and those among them that no answers are.
  private var allNumbers = 0
  private var farNumbers = 0
  /// These, as far as there are few different ones.
  private var farValues: [Double: Int] = [:]
  /// Values that are no answers.
  package private(set) var badAnswers = 0
  package private(set) var badAnswer: String?
  /// Times such as 38:44, which may be minutes and seconds.
  private(set) var openClocks = 0
  /// A value that says neither yes nor no.
  package private(set) var stateless: String?
  /// Of cases that are neither, as they were cancelled.
  private var cancelled = 0
  private(set) var scores = 0
  private var wholeScores = 0
  /// The tops that scores name, as in "4/5".
  private var tops: [Double: Int] = [:]
  /// Words that surveys offer as answers: "very satisfied", "Good", "👍".
  private(set) var answerWords = 0
  /// Fields that say that there is no answer.
  private(set) var noAnswers = 0
  /// Answers, as long as there are no more different values than a scale has.
  private var answers = AnswerLook()
  private var numericAnswers = ValueCounts(precision: .coarse)
  private(set) var dates = 0
  /// Dates of digits alone, such as 20240305 or Unix time, which may be numbers as well.
  private(set) var digitDates = 0
  private(set) var zonedDates = 0
  private(set) var truths = 0
  /// Truths that are words, not 0 or 1.
  private(set) var wordTruths = 0
  /// What tickets are: solved, open, pending.
  private(set) var states = 0
  private(set) var truthsYes = 0
  private(set) var durations = 0
  /// Texts behind their date and their author, as Jira exports comments.
  private var logEntries = 0
  /// A value without a unit or a clock that is no time, such as "less than 1 hour".
  package private(set) var timeless: String?
  private(set) var addresses = 0
  /// Numbers that are no multiples of a half, as means have them.
  private var fractions = 0
  /// What is no date, as far as there are few different ones: "Unknown", "TBD".
  package private(set) var undated: [String: Int] = [:]
  /// Names of rows that sum up others: "Average".
  private var summaries = 0
  /// "3 months ago"
  private(set) var relativeDates = 0
  /// Whether numbers are 1 and 2, which may stand for yes and no.
  var areOnesAndTwos: Bool { areNumbers && distinct == 2 && lowest == 1 && highest == 2 && !areTruths }
  /// Of all values in their order: the same for columns that are the same.
  private(set) var fingerprint = 0
  /// Of the first rows, 0 where there is none.
  private var firstHashes: [Int] = []

  private var order = DateOrderDetector()
  private var hashes: Set<Int> = []
  /// Values that were compared with all before them.
  private var compared = 0
  private var hasRepeats = false
  private let distinctLimit: Int
  private let durationUnit: DurationParser.Unit?
  private let durationClock: DurationParser.Clock?
  private let truthCodes: TruthCodes?
  /// Whether numbers are times of a unit that the name says, and not Unix time.
  private let isTimed: Bool
  private let maySaySolved: Bool
  private let mayHoldNotes: Bool
  /// What may tell the scale: the question, or the column's name.
  private let wording: String

  /// Values that are looked at closely.
  private static let examinedLimit = 5000
  /// The same of columns that say whether cases are solved, and so far the same of all.
  private static let sidesLimit = 500_000
  private static let exampleCount = 2
  private static let noteCount = 20
  /// Different values of a column whose answers are kept.
  private static let answerLimit = 200
  /// Rows in which columns are held beside each other.
  private static let hashLimit = 500
  /// Bytes of an answer in words.
  private static let longestAnswer = 64
  /// Different values that are no dates in a column of dates.
  private static let undatedLimit = 3

  /// - Parameters:
  ///   - name: of the column, which may name its scale, and the unit of its durations.
  ///   - label: what the export says of the column besides its name.
  ///   - distinctLimit: distinct values that are told apart.
  package init(name: String, label: String? = nil, distinctLimit: Int = 10_000) {
    durationUnit = DurationParser.Unit(column: name)
    durationClock = DurationParser.Clock(column: name)
    truthCodes = TruthCodes(name)
    let columnName = ColumnName(name)
    isTimed = durationUnit != nil && NameRules.strength(columnName, .resolution) >= 3
    // A summary of a case is read for whom it speaks of.
    mayHoldNotes = NameRules.isOfNotes(columnName) || columnName.parts.contains("summary")
    maySaySolved = NameRules.strength(columnName, .resolved) >= 2
    wording = ScaleName.wording(name: name, label: label)
    self.distinctLimit = distinctLimit
  }

  /// Records before the first in which the column occurred.
  package mutating func appendBlanks(_ count: Int) {
    rows += count
    firstHashes += repeatElement(0, count: max(min(count, Self.hashLimit - firstHashes.count), 0))
  }

  /// - Complexity: O(length of the value)
  package mutating func append(_ field: UnsafeBufferPointer<UInt8>) {
    rows += 1
    let cursor = FieldCursor(field)
    guard !cursor.isMissing else {
      if firstHashes.count < Self.hashLimit { firstHashes.append(0) }
      fingerprint = fingerprint &* 31 &+ 1
      return
    }
    filled += 1
    var hasher = Hasher()
    hasher.combine(bytes: UnsafeRawBufferPointer(field))
    let hash = hasher.finalize()
    fingerprint = fingerprint &* 31 &+ hash
    if firstHashes.count < Self.hashLimit { firstHashes.append(hash) }
    if hashes.count < distinctLimit {
      compared += 1
      if !hashes.insert(hash).inserted {
        hasRepeats = true
      } else {
        if hashes.count <= WriterCandidate.mostValues, field.count <= NoAnswers.limit, !saysNote {
          saysNote = NoteWords.says(String(decoding: field, as: UTF8.self)) == true
        }
        keepExample(field)
      }
    } else if !hasRepeats || !hasMoreDistinct {
      if hashes.contains(hash) { hasRepeats = true } else { hasMoreDistinct = true }
    }
    let isNumber = examineNumber(cursor)
    guard examined < Self.examinedLimit || examined < Self.sidesLimit && areOneSided else { return }
    examined += 1
    examine(field, cursor, isNumber: isNumber)
  }

  private mutating func keepExample(_ field: UnsafeBufferPointer<UInt8>) {
    guard examples.count < Self.exampleCount || mayHoldNotes && notes.count < Self.noteCount else { return }
    let text = String(decoding: field.prefix(1024), as: UTF8.self)
    if examples.count < Self.exampleCount { examples.append(text) }
    if mayHoldNotes { notes.append(text) }
  }

  /// Extremes are those of all values, for the scale.
  private mutating func examineNumber(_ cursor: FieldCursor) -> Bool {
    guard examined < Self.examinedLimit || areNumbers, cursor.count <= 24,
      let number = (try? NumberParser().parse(cursor)) ?? (try? NumberParser(decimalMark: .comma).parse(cursor))
    else { return false }
    note(number)
    if examined < Self.examinedLimit {
      numbers += 1
      if number == number.rounded() { wholeNumbers += 1 }
      if 2 * number != (2 * number).rounded() { fractions += 1 }
    }
    return true
  }

  private func isDuration(_ cursor: FieldCursor, _ mark: NumberParser.DecimalMark) -> Bool {
    (try? DurationParser(unit: durationUnit, clock: durationClock, decimalMark: mark).parse(cursor)) != nil
  }

  private mutating func examine(_ field: UnsafeBufferPointer<UInt8>, _ cursor: FieldCursor, isNumber: Bool) {
    characters += field.count
    var isInWord = false
    for byte in field {
      let isBlank = byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D
      if !isBlank, !isInWord { words += 1 }
      isInWord = !isBlank
    }
    if Self.isLogEntry(field) { logEntries += 1 }
    // Nothing else is that long.
    guard field.count <= 128 else {
      noteUndated("…")
      return
    }
    if let score = (try? ScoreParser().parse(cursor)) ?? (try? ScoreParser(decimalMark: .comma).parse(cursor)) {
      scores += 1
      if score.value == score.value.rounded() { wholeScores += 1 }
      if !isNumber {
        note(score.value)
        if keepsAnswers, let label = AnswerLook.label(cursor, score) { answers.append(label: label, of: score) }
      }
      if !Self.answerRange.contains(score.value) { noteBad(cursor) }
      if let top = score.outOf, tops[top] != nil || tops.count < 8 { tops[top, default: 0] += 1 }
      if keepsAnswers, Self.answerRange.contains(score.value) {
        answers.append(score)
        numericAnswers.append(score.value)
      }
    } else if field.count <= Self.longestAnswer {
      examine(word: AnswerWords.answer(cursor.text), cursor)
    } else {
      noteBad(cursor)
    }
    if let isYes = try? BooleanParser(codes: truthCodes).parse(cursor) {
      truths += 1
      if isYes { truthsYes += 1 }
      if !isNumber { wordTruths += 1 }
      if BooleanParser.isState(cursor.lowercased) { states += 1 }
    } else if BooleanParser.isCancelled(cursor.lowercased) {
      cancelled += 1
    } else if stateless == nil {
      stateless = cursor.text
    }
    // No date is without a digit.
    if field.contains(where: { $0 &- 0x30 < 10 }), !(isNumber && isTimed), isDate(cursor) {
      dates += 1
      order.append(field)
      if isNumber || isDigits(field) { digitDates += 1 }
      if Self.hasZone(cursor.text) { zonedDates += 1 }
    } else {
      if isDuration(cursor, .point) || isDuration(cursor, .comma) {
        durations += 1
      } else if isOpenClock(cursor) {
        openClocks += 1
      } else if timeless == nil, !isNumber {
        timeless = cursor.text
      }
      if cursor.isSummary { summaries += 1 } else { noteUndated(cursor.text) }
      if field.count <= 32, RelativeDate.matches(cursor.text) { relativeDates += 1 }
    }
    if !cursor.text.contains(" "), cursor.text.contains("@") || cursor.text.contains(text: "://") { addresses += 1 }
  }

  /// Whether a field is a number, and no "05.01.2026".
  private func isDigits(_ field: UnsafeBufferPointer<UInt8>) -> Bool {
    field.allSatisfy { $0 &- 0x30 < 10 || $0 == 0x2E } && field.count { $0 == 0x2E } < 2
  }

  private mutating func noteUndated(_ value: String) {
    if undated[value] != nil || undated.count <= Self.undatedLimit { undated[value, default: 0] += 1 }
  }

  /// Whether there are no more different values than a scale has.
  private var keepsAnswers: Bool { distinct <= Self.answerLimit && !hasMoreDistinct }

  /// What answers in numbers may be.
  private static let answerRange = -10.0...100

  private mutating func note(_ number: Double) {
    ends = (min(ends.lowest, number), max(ends.highest, number))
    allNumbers += 1
    if Self.answerRange.contains(number) {
      nearEnds = (min(nearEnds.lowest, number), max(nearEnds.highest, number))
    } else {
      farNumbers += 1
      if farValues[number] != nil || farValues.count <= Scale.fewCodes { farValues[number, default: 0] += 1 }
    }
  }

  /// Whether the numbers that no answers are may be slips.
  private var areFarSlips: Bool { farNumbers > 0 && Double(farNumbers) <= Scale.slips * Double(allNumbers) }
  /// But for slips.
  var lowest: Double { areFarSlips ? nearEnds.lowest : ends.lowest }
  var highest: Double { areFarSlips ? nearEnds.highest : ends.highest }

  private mutating func noteBad(_ cursor: FieldCursor) {
    badAnswers += 1
    if badAnswer == nil { badAnswer = String(cursor.text.prefix(40)) }
  }

  private func isOpenClock(_ cursor: FieldCursor) -> Bool {
    do throws(FieldError) {
      _ = try DurationParser(unit: durationUnit).parse(cursor)
    } catch {
      if case .ambiguousDuration = error { return true }
    }
    return false
  }

  private mutating func examine(word: String, _ cursor: FieldCursor) {
    if AnswerBook.shipped.saysNoAnswer(word) {
      noAnswers += 1
    } else if AnswerBook.shipped.knows(word) {
      answerWords += 1
      if keepsAnswers { answers.append(word: word) }
    } else {
      noteBad(cursor)
    }
  }

  /// Whether a field is a date, an author and a text: "01/Jan/26 4:00 PM;712020:ab0;Great news".
  private static func isLogEntry(_ field: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = field.first, first &- 0x30 < 10, let date = field.prefix(40).firstIndex(of: 0x3B), date >= 8,
      let author = field[(date + 1)...].prefix(128).firstIndex(of: 0x3B), author > date + 1, author + 1 < field.count
    else { return false }
    let count = field[..<date].count { $0 &- 0x30 < 10 }
    return count >= 4 && field[..<date].contains { [0x2F, 0x2D, 0x2E, 0x3A].contains($0) }
  }

  private func isDate(_ cursor: FieldCursor) -> Bool {
    [DateParser.Order.dayFirst, .monthFirst].contains { (try? DateParser(order: $0).parse(cursor)) != nil }
  }

  /// Whether a date ends with a zone: "Z", "UTC", "+01:00".
  private static func hasZone(_ date: String) -> Bool {
    let date = date.uppercased()
    if ["Z", "UTC", "GMT"].contains(where: { date.hasSuffix($0) }) { return true }
    let shape = String(date.suffix(8).map { $0.isASCII && $0.isNumber ? "0" : $0 == "-" ? "+" : $0 })
    return date.contains(":") && zoneShapes.contains(where: shape.hasSuffix)
  }

  /// How dates with a zone end, with 0 for every digit and + for either sign.
  private static let zoneShapes = ["0", ":"].flatMap { before in
    ["+00:00", "+0000", " +00:00", " +0000"].map { before + $0 }
  }

  // MARK: Shares of what was looked at

  private func share(_ count: Int) -> Double { examined == 0 ? 0 : Double(count) / Double(examined) }

  var fillRate: Double { rows == 0 ? 0 : Double(filled) / Double(rows) }
  /// Words that were looked at, by value.
  var meanWords: Double { share(words) }
  var meanCharacters: Double { share(characters) }
  /// Of the values that were told apart.
  var distinctShare: Double { compared == 0 ? 0 : Double(distinct) / Double(compared) }
  var areNumbers: Bool { share(numbers) >= Self.nearlyAll }
  var numberShare: Double { share(numbers) }
  var areWholeNumbers: Bool { share(wholeNumbers) >= Self.nearlyAll }
  var areScores: Bool {
    scores > 0 && share(scores + noAnswers) >= Self.nearlyAll && highest <= 100 && lowest >= -10
  }
  /// Answers in words, numbers among them as well.
  var areAnswers: Bool {
    answerWords > 0 && !areWordTruths && share(scores + answerWords + noAnswers) >= Self.nearlyAll
      && (scores == 0 || highest <= 10)
  }
  /// Some of the values may be a word or two that say that there is no date.
  var areDates: Bool {
    share(dates) >= Self.mostly
      || dates > 1 && share(dates) >= Self.hardly && undated.count <= Self.undatedLimit
        && undated.keys.allSatisfy { !$0.contains(where: \.isNumber) }
  }
  /// Values of a column of dates that are none, nor name a row of totals.
  package var undatedCount: Int { examined - dates - summaries }
  var areRelativeDates: Bool { relativeDates > 0 && share(relativeDates) >= Self.mostly }
  /// Numbers with decimals, as means of several answers have them.
  var areMeans: Bool { areNumbers && share(fractions) >= Self.someMeans }
  /// Whether tickets are all solved, or all not.
  var areOneSidedStates: Bool { share(states) >= Self.nearlyAll && (truthsYes == 0 || truthsYes == truths) }
  /// Whether all say yes, or all say no, and others say nothing: what these mean nobody can tell.
  var areOneSidedTruths: Bool { areTruths && filled < rows && (truthsYes == 0 || truthsYes == truths) }
  /// Whether values say whether cases are solved, and so far the same of all, which those that follow may not.
  package var areOneSided: Bool { maySaySolved && (areOneSidedStates || areOneSidedTruths) }
  /// Whether truths of one side say yes.
  package var sayYes: Bool { truthsYes > 0 }
  /// Whether whole numbers go on one by one, as those of rows do.
  var isCountedUp: Bool { isUnique && filled > 5 && areWholeNumbers && highest - lowest == Double(filled - 1) }
  /// Whether a number is not whole.
  var hasFractions: Bool { wholeNumbers < numbers }
  /// Whether whole numbers are all different and close to each other, far from 0, as those of tickets are: 1001, 1002, 1005.
  var areSerialNumbers: Bool {
    isUnique && filled > 2 && areWholeNumbers && lowest > highest - lowest && highest - lowest < 3 * Double(filled)
  }
  /// Answers of numbers, as far as they are kept.
  var hasAnswersAbove5: Bool { highest > 5 }
  var areDigitDates: Bool { areDates && 2 * digitDates >= dates }
  package var areTruths: Bool { share(truths) >= Self.nearlyAll }
  /// Whether a few numbers stand again and again, as single answers do, and not averages.
  var areFewNumbers: Bool {
    areNumbers && distinct <= 11 && 2 * distinct <= filled && ends.lowest >= -100 && ends.highest <= 100
  }
  /// Whether values are words that no family of answers knows.
  package var areUnknownWords: Bool { !areScores && !areTruths && family == nil }
  var areWordTruths: Bool { share(wordTruths) >= Self.nearlyAll }
  /// Whether values say what tickets are, or that they were cancelled, but for a few.
  var areStates: Bool { states > 0 && share(states + cancelled) >= Self.mostly && truthsYes > 0 && truthsYes < truths }
  var areDurations: Bool { share(durations) >= Self.mostly }
  /// Whether many values are times, and others are none.
  var areMostlyDurations: Bool { share(durations) >= Self.hardly && share(durations) < Self.mostly }
  var areOpenClocks: Bool { openClocks > 0 && share(openClocks + durations) >= Self.mostly }
  /// Whether some values say what tickets are, and others nothing of the kind.
  var areMixedStates: Bool { share(states) >= Self.hardly && share(truths) < Self.nearlyAll }
  /// Whether some values say yes or no, and others neither.
  var areMixedTruths: Bool { share(wordTruths) >= Self.hardly && share(truths) < Self.nearlyAll }
  /// The scale of most answers, where the others are a few numbers that stand for none: 99, -1, -999.
  var codedScale: Scale? {
    guard areNumbers else { return nil }
    var answers = numericAnswers
    // What stands for no answer does so again and again, and slips do not.
    if !areFarSlips { for (value, count) in farValues where count > 1 { answers.append(value, count: count) } }
    return Scale.withCodes(Distribution(answers))
  }
  var areAddresses: Bool { share(addresses) >= 0.5 }
  /// Whether values are comments with their dates and authors.
  var areLogEntries: Bool { logEntries > 0 && share(logEntries) >= Self.mostly }
  /// Whether numbers may be days of a spreadsheet, of the years 1954 to 2064.
  package var areSerials: Bool { areNumbers && lowest >= 20_000 && highest < 60_000 }
  /// Whether the name, or the question, says that answers are from 0 to 10.
  var namesPromoterScale: Bool { ScaleName(wording).map { !$0.isWord && $0.highest == 10 } ?? false }
  /// The value that all records have; nil when they differ.
  var constant: String? { filled > 0 && distinct == 1 && !hasMoreDistinct ? examples.first : nil }

  private static let nearlyAll = 0.95
  private static let mostly = 0.9
  /// Of the dates of a column, the others of which say that there is none.
  private static let hardly = 0.3
  private static let someMeans = 0.2

  /// Whether no value occurs twice and none is blank.
  package var isUnique: Bool { filled == rows && filled > 1 && !hasRepeats }

  /// The scale that the name, or the question, names in numbers.
  var namedScale: ScaleName? { ScaleName(wording).flatMap { $0.isWord ? nil : $0 } }
  /// Whether scores are on the scale that the name, or the question, names, but for a few numbers that stand for none.
  var areOnNamedScale: Bool {
    guard let lowest = namedScale?.lowest, let highest = namedScale?.highest, let scale = scale.scale else {
      return false
    }
    return scale.lowest == lowest && scale.highest == highest
  }
  /// Whether a value names the top of its scale.
  var namesTop: Bool { !tops.isEmpty }

  /// Whether scores may be answers from 0 to 10.
  var fitsPromoter: Bool { areScores && areWholeScores && lowest >= 0 && highest <= 10 }
  private var areWholeScores: Bool { share(wholeScores + noAnswers) >= Self.nearlyAll }
  /// Words beside numbers, as in "1 - Excellent".
  var labels: [Double: String] { answers.labels }

  /// Whether each number from 1 to 5 occurs, in many answers, and no other: of answers from 0 to 10 that hardly happens.
  var areOneToFive: Bool {
    areScores && areWholeScores && filled >= 20 && lowest == 1 && highest == 5 && !namesTop && !namesPromoterScale
      && Distribution(numericAnswers).values.count == 5
  }

  /// The scale on which scores are, as reports find it; none for 0 and 1 alone, which may be anything unless the name says.
  var scale: ScaleFinding {
    guard areScores, lowest <= highest, !(lowest == 0 && highest <= 1) || truthCodes?.numbers?.yes == 1 else {
      return .none
    }
    // Of too many different values the ends are known.
    var values = numericAnswers
    if !keepsAnswers || values.count == 0 {
      values = ValueCounts(precision: .coarse)
      for end in [lowest, highest] { values.append(end) }
    }
    return Scale.find(Distribution(values), tops: tops, name: wording)
  }

  /// Whether values say what people are who answered from 0 to 10: promoters, passives and detractors.
  var arePromoters: Bool { distinct > 1 && distinct <= 9 && areAnswers && family?.name == "promoter" }

  /// How many answers from 0 to 10, or words for them, are those of promoters, passives and detractors; nil where not all
  /// different values are kept.
  var promoters: NetScore? {
    guard keepsAnswers else { return nil }
    guard arePromoters, let family else { return ScaleAnswers(numericAnswers, scale: .promoter).netPromoter }
    return answers.answers(in: family, best: .high).netPromoter
  }

  /// Whether a value of this column and one of another stand in one row only, but for one in fifty of the first rows.
  func isHardlyTwice(beside other: ColumnFacts) -> Bool {
    struct Pair: Hashable { let own: Int, other: Int }
    let pairs = zip(firstHashes, other.firstHashes).map(Pair.init)
    return 50 * (pairs.count - Set(pairs).count) <= pairs.count
  }

  /// The family of answers in words; the first one where several fit.
  var family: AnswerFamily? {
    switch answers.family(in: .shipped, scale: nil, isUsable: { _ in true }) {
    case .none: nil
    case .found(let family), .open(let family, _): family
    }
  }

  var dateOrder: DateOrderDetector.Finding { order.finding }
}

extension NetScore {
  private var parts: [Int] { [favourable, neutral, unfavourable] }

  /// Whether as many are favourable, neutral and unfavourable, but for one in fifty.
  func isNearly(_ other: NetScore) -> Bool {
    let allowed = parts.reduce(0, +) / 50
    return zip(parts, other.parts).allSatisfy { abs($0 - $1) <= allowed }
  }
}
