import AttuneReports
import AttuneStreams
import AttuneWorkflows

/// What is said of columns that have no role and might have one, each with the option that takes it.
struct OpenColumnNotes {
  let finding: RoleFinder.Finding
  let sample: ColumnSample
  private let advice: String
  private var finder: RoleFinder { sample.finder }

  /// - Parameter advice: goes before the options.
  init(_ finding: RoleFinder.Finding, _ sample: ColumnSample, advice: String) {
    self.finding = finding
    self.sample = sample
    self.advice = advice
  }

  /// One a kind.
  var notes: [String] {
    [
      undecided, fives, effort, items, unclear, means, scales, broken, texts, logEntries, unreadTexts, questions, times,
      solved,
      onlySolved,
      onlyOther,
      others,
      relative, undated,
      states, mixedStates, oneSided, firstContact, counted, tallies, brokenNumbers, noTimes, codes, zeroOrOne, yesOrNo,
      oneOrTwo,
      promoterInWords, clocks,
      durations, contacts,
      dateless, unused, flags(besideFigures: true),
      sample.goesOn ? empty : nil,
    ]
    .compactMap { $0 }
  }

  func open(_ isOf: (OpenColumn.Reason) -> Bool) -> [Int] {
    finding.open.filter { isOf($0.reason) }.map(\.column)
  }

  /// Columns of numbers, with where these lie: "1 to 5".
  private func ranges(
    _ ends: (OpenColumn.Reason) -> (lowest: Double, highest: Double)?
  ) -> [(column: Int, range: String)] {
    finding.open.compactMap { open in
      ends(open.reason).map { (open.column, "\(Self.number($0.lowest)) to \(Self.number($0.highest))") }
    }
  }

  func names(_ columns: [Int]) -> String { Self.list(columns.map { Self.quoted(sample.columns[$0].name) }) }

  /// A verb that has these columns as its subject.
  static func verb(_ columns: some Collection, _ one: String, _ several: String) -> String {
    columns.count == 1 ? one : several
  }

  func option(_ name: String, _ column: Int, _ ending: String = "") -> String {
    "\(advice)\(name) \((sample.field(column) + ending).quotedForShell)"
  }

  private var undecided: String? {
    let columns = open { $0 == .promoterOrScale }
    guard let first = columns.first else { return nil }
    return
      "\(names(columns)) may be the likelihood to recommend or a score up to 10, and \(Self.verb(columns, "is", "are")) not reported; "
      + "say which with \(option("--nps", first)) or \(option("--csat", first))"
  }

  private var fives: String? {
    let columns = open { $0 == .promoterOrFive }
    guard let first = columns.first else { return nil }
    return
      "\(names(columns)), judging by the name a likelihood to recommend, \(Self.verb(columns, "holds", "hold")) "
      + "every number from 1 to 5 and no others, and \(Self.verb(columns, "is", "are")) not reported; say which "
      + "scale it uses: 0 to 10 with \(option("--nps", first)) or 1 to 5 with \(option("--csat", first))"
  }

  private var effort: String? {
    guard let column = open({ $0 == .effortOrEase }).first else { return nil }
    let name = sample.field(column)
    let ends = ["high", "low"].map { "\(option("--ces", column)) --best \("\(name)=\($0)".quotedForShell)" }
    return
      "\(names([column])) may measure ease or effort, so its best answer may be the highest or the lowest, and it is "
      + "not reported; say which with \(ends[0]) or \(ends[1])"
  }

  private var scales: String? {
    let scales = ranges { if case .unknownScale(let lowest, let highest) = $0 { (lowest, highest) } else { nil } }
    guard let first = scales.first else { return nil }
    let isOne = scales.count == 1
    // Of more than eleven points none are the best, and scales of options have no negative numbers.
    let hasShare = finding.open.contains {
      guard case .unknownScale(let lowest, let highest) = $0.reason else { return false }
      return $0.column == first.column && lowest >= 0 && highest - lowest <= 10
    }
    let share =
      hasShare ? ", and \(option("--csat", first.column)) --scale with the ends of its scale gives a share" : ""
    return
      "\(names(scales.map(\.column))) \(Self.verb(scales, "holds", "hold")) numbers (\(first.range)) that do not fit any "
      + "common survey scale, so \(isOne ? "it is" : "they are") not reported; \(mean(first.column)) gives \(isOne ? "the" : "a") "
      + "mean\(share)"
  }

  private var broken: String? {
    let broken = finding.open.compactMap { open -> (column: Int, role: ColumnRole, share: Double)? in
      if case .brokenScore(let role, let share) = open.reason { (open.column, role, share) } else { nil }
    }
    guard let first = broken.first else { return nil }
    let facts = sample.columns[first.column].facts
    let example = facts.badAnswer.map { ", such as \(Self.quoted($0))" } ?? ""
    let isOne = broken.count == 1
    return
      "\(names(broken.map(\.column))) \(Self.verb(broken, "is", "are")) not reported, because \(Digits.count(facts.badAnswers)) of "
      + "\(Digits.count(facts.filled)) values\(isOne ? "" : " of the first") are not answers that are understood\(example); --answers FILE says what words count, or that they are no answer"
  }

  private var unreadTexts: String? {
    let columns = open { $0 == .unreadText }
    guard let first = columns.first else { return nil }
    let isOne = columns.count == 1
    let areServers = columns.contains { finder.mayBeServersNotes($0) || finder.isRatherOfServers($0) }
    let writers = areServers ? ", as agents may have written it" : ""
    if columns.allSatisfy({ ColumnSearch.holdsTalks(sample.columns[$0]) }) {
      return
        "\(names(columns)) \(Self.verb(columns, "holds", "hold")) whole conversations, which are not read; "
        + "\(option("--text", first)) reads the customers' turns\(isOne ? "" : " of the first")"
    }
    return
      "\(names(columns)) \(Self.verb(columns, "holds", "hold")) text that is not read\(writers); \(option("--text", first)) reads "
      + "\(isOne ? "it" : "the first")"
  }

  /// The first five, and how many more there are.
  private func firstNames(_ columns: [Int]) -> String {
    let more = columns.count > 5 ? ["\(columns.count - 5) more"] : []
    return Self.list(columns.prefix(5).map { Self.quoted(sample.columns[$0].name) } + more)
  }

  private var unused: String? {
    let columns = open { $0 == .unused }
    func areWords(_ column: Int) -> Bool { sample.columns[column].facts.areUnknownWords }
    guard let first = columns.first(where: { !areWords($0) }) ?? columns.first else { return nil }
    let kinds = [
      columns.contains { !areWords($0) } ? "numbers up to 10" : nil,
      columns.contains(where: areWords) ? words(columns.filter(areWords)) : nil,
    ].compactMap { $0 }
    // Nobody knows which of these words is the best one.
    let offer =
      areWords(first)
      ? ""
      : "; \(option("--csat", first)) uses \(columns.count == 1 ? "it" : "one") for the CSAT"
    return
      "\(firstNames(columns)) \(Self.verb(columns, "holds", "hold")) \(Self.list(kinds, joint: "or")) and "
      + "\(Self.verb(columns, "is", "are")) not used\(offer)"
  }

  /// Of these nobody knows whether yes is good.
  private func flags(besideFigures: Bool) -> String? {
    let columns = open { $0 == .yesOrNoOfAnything }
    guard let first = columns.first else { return nil }
    return
      "\(firstNames(columns)) \(Self.verb(columns, "holds", "hold")) yes and no answers and \(Self.verb(columns, "is", "are")) not used"
      + (besideFigures ? "; \(option("--by", first)) compares the two" : "")
  }

  /// "3 repeated words ("18-24", "25-34", …)"
  private func words(_ columns: [Int]) -> String {
    guard columns.count == 1, let facts = columns.first.map({ sample.columns[$0].facts }) else {
      return "repeated words"
    }
    let examples = facts.examples.map(Self.quoted).joined(separator: ", ")
    return "\(facts.distinct) repeated words (\(examples)\(facts.distinct > facts.examples.count ? ", …" : ""))"
  }

  private var logEntries: String? {
    let columns = open { $0 == .logEntries }
    guard let first = columns.first else { return nil }
    return
      "\(names(columns)) \(Self.verb(columns, "holds", "hold")) comments with their dates and authors, who may be agents, and "
      + "\(Self.verb(columns, "is", "are")) not read; \(option("--text", first)) reads \(columns.count == 1 ? "it" : "the first")"
  }

  private var texts: String? {
    let columns = open { $0 == .otherText }
    guard let first = columns.first, let taken = finding.roles[.text]?.column else { return nil }
    let both = "\(advice)--text \(sample.field(taken).quotedForShell) --text \(sample.field(first).quotedForShell)"
    return
      "\(names(columns)) \(Self.verb(columns, "holds", "hold")) text as well, but "
      + "\(Self.verb(columns, "is", "are")) not read; \(both) reads "
      + "\(columns.count == 1 ? "both" : "the first of them too")"
  }

  private var questions: String? {
    let columns = open { $0 == .severalQuestions }
    guard !columns.isEmpty else { return nil }
    return
      "\(names(columns)) \(Self.verb(columns, "holds", "hold")) the answers to several questions, one per row; keep "
      + "only the rows of one question, or give each question its own column"
  }

  private var items: String? {
    // What was asked of all comes first.
    let all = finding.open.compactMap { open -> (column: Int, scale: String)? in
      if case .item(let scale) = open.reason { (open.column, scale) } else { nil }
    }
    let promoters = all.filter { finder.scoreRole($0.column) == .nps }
    let likelihood = promoters.first.map {
      "\(names(promoters.map(\.column))) \(Self.verb(promoters, "looks", "look")) like a likelihood to recommend, and "
        + "\(Self.verb(promoters, "is", "are")) not reported; \(option("--nps", $0.column)) uses "
        + "\(promoters.count == 1 ? "it" : "the first") for the NPS"
    }
    let others = all.filter { finder.scoreRole($0.column) != .nps }
    let bad = others.filter { finder.direction($0.column) == .lower }
    let unknown = others.filter { finder.direction($0.column) == nil }
    let worse = bad.first.map {
      "\(names(bad.map(\.column))) \(Self.verb(bad, "holds", "hold")) answers where more is worse, and "
        + "\(Self.verb(bad, "is", "are")) not reported; \(mean($0.column)) gives \(bad.count == 1 ? "its" : "a") mean"
    }
    // From 0 to 10, people are mostly asked whether they would recommend something.
    let promoter =
      unknown.first.map {
        $0.scale == "0-10" && finding.roles[.nps] == nil ? "\(option("--nps", $0.column)) uses it for the NPS, " : ""
      }
      ?? ""
    let either = unknown.first.map {
      "\(names(unknown.map(\.column))) \(Self.verb(unknown, "holds", "hold")) answers (\(Self.scales(unknown))), "
        + "but it is not clear which end is better, so \(unknown.count == 1 ? "it is" : "they are") not reported; "
        + "\(promoter)\(option("--csat", $0.column)) --best high (or low) uses \(unknown.count == 1 ? "it" : "one") for the CSAT, "
        + "and \(mean($0.column)) gives its mean"
    }
    let items = others.filter { finder.direction($0.column) == .higher }
      .sorted { isOverall($0.column) && !isOverall($1.column) }
    let isOne = items.count == 1
    let good = items.first.map {
      "\(names(items.map(\.column))) \(Self.verb(items, "holds", "hold")) answers (\(Self.scales(items))) that are not "
        + "reported; \(option("--csat", $0.column)) uses \(isOne ? "it" : "one") for the CSAT, and \(mean($0.column)) "
        + "gives its mean"
    }
    let notes = [good, either, worse, likelihood].compactMap { $0 }
    return notes.isEmpty ? nil : notes.joined(separator: "; ")
  }

  /// Different scales of columns, of which no more than three are named.
  static func scales(_ items: [(column: Int, scale: String)]) -> String {
    items.reduce(into: [String]()) { if !$0.contains($1.scale) { $0.append($1.scale) } }.prefix(3)
      .joined(separator: ", ")
  }

  /// The option for a mean, with the end that is better, or both where that is not known.
  private func mean(_ column: Int) -> String {
    guard let better = finder.direction(column) else {
      return "\(option("--metric", column, ":higher")) (or ':lower')"
    }
    return option("--metric", column, ":\(better.rawValue)")
  }

  /// Columns that look like one of a role by a part of their names.
  private var unclear: String? {
    let columns = finding.open.compactMap { open -> (column: Int, role: ColumnRole)? in
      if case .unclear(let role) = open.reason { (open.column, role) } else { nil }
    }
    let notes = ColumnRole.allCases.compactMap { role -> String? in
      let alike = columns.filter { $0.role == role }.map(\.column)
      guard let first = alike.first, let roleOption = role.option else { return nil }
      let isOne = alike.count == 1
      let name = isOne ? "its name" : "their names"
      return
        "\(names(alike)) may \(role == .resolved ? "say" : "hold") \(Self.contents(role, isOne: isOne)), but part of \(name) "
        + "is not understood, so "
        + "\(isOne ? "it is" : "they are") not \(role == .text ? "read" : "reported"); \(option(roleOption, first)) "
        + "\(role == .text ? "reads" : "uses") \(isOne ? "it" : "the first")"
        + (role == .text && isSentence(first) ? "; add --header 0 if the first line is a record" : "")
    }
    return notes.isEmpty ? nil : notes.joined(separator: "; ")
  }

  /// Whether the name of a column is rather something that somebody wrote.
  private func isSentence(_ column: Int) -> Bool {
    sample.field(column).split(separator: " ").count >= 3
  }

  private static func contents(_ role: ColumnRole, isOne: Bool) -> String {
    switch role {
    case .text: "texts of customers"
    case .csat: isOne ? "a satisfaction score" : "satisfaction scores"
    case .nps: "a likelihood to recommend"
    case .ces: isOne ? "an effort score" : "effort scores"
    case .resolved: "whether cases were resolved"
    case .resolution: isOne ? "a resolution time" : "resolution times"
    case .contacts: "contacts per case"
    default: role.title
    }
  }

  private var promoterInWords: String? {
    let columns = open { $0 == .promoterInWords }
    guard let first = columns.first else { return nil }
    return
      "\(names(columns)) \(Self.verb(columns, "holds", "hold")) words, which do not give an NPS, and "
      + "\(Self.verb(columns, "is", "are")) not reported; \(option("--csat", first)) gives the share of the best "
      + "answers"
  }

  private var mixedStates: String? {
    let columns = open { $0 == .mixedStates }
    guard let first = columns.first else { return nil }
    let example = sample.columns[first].facts.stateless.map { ", such as \(Self.quoted($0))" } ?? ""
    return
      "\(names([first])) has values that mean neither solved nor open\(example), so no share of solved cases is "
      + "reported"
  }

  private func isOverall(_ column: Int) -> Bool { RoleFinder.isOverall(sample.columns[column].name) }

  private var means: String? {
    let means = ranges {
      switch $0 {
      case .means(let lowest, let highest), .rates(let lowest, let highest): (lowest, highest)
      default: nil
      }
    }
    guard let first = means.first else { return nil }
    let isOne = means.count == 1
    // Each has its own.
    let ranges =
      isOne ? first.range : "\(means.map(\.range).prefix(3).joined(separator: "; "))\(means.count > 3 ? "; …" : "")"
    return
      "\(names(means.map(\.column))) \(Self.verb(means, "holds", "hold")) averages or percentages (\(ranges)), not "
      + "individual answers: no figure is reported; \(mean(first.column)) gives \(isOne ? "their mean" : "the mean of the first")"
  }

  /// Columns that are empty as far as they were looked at.
  private var empty: String? {
    let columns = finding.open.compactMap { open -> (column: Int, role: ColumnRole)? in
      if case .empty(let role) = open.reason { (open.column, role) } else { nil }
    }
    guard let first = columns.first, let name = first.role.option else { return nil }
    let isOne = columns.count == 1
    let all = "\(names(columns.map(\.column))) \(Self.verb(columns, "is", "are")) empty"
    guard sample.goesOn else { return "\(all) in all records" }
    return
      "\(all) in the first \(Digits.count(sample.records + sample.furtherRecords)) records, and \(Self.verb(columns, "is", "are")) not reported; "
      + "\(option(name, first.column)) uses \(isOne ? "it" : "the first")"
  }

  private static func number(_ value: Double) -> String {
    Digits.text(value, decimals: value == value.rounded() ? 0 : 2)
  }

  private var states: String? {
    let columns = open { $0 == .states }
    guard let first = columns.first else { return nil }
    let examples = sample.columns[first].facts.examples.map(Self.quoted).joined(separator: ", ")
    return
      "\(names(columns)) (\(examples)) does not distinguish solved cases from others in the records examined; "
      + "\(option("--resolved", first)) counts them anyway"
  }

  private var oneSided: String? {
    let columns = finding.open.compactMap { open -> (column: Int, isYes: Bool)? in
      if case .oneSided(let isYes) = open.reason { (open.column, isYes) } else { nil }
    }
    guard let first = columns.first else { return nil }
    let facts = sample.columns[first.column].facts
    let value = facts.examples.first.map { " (\(Self.quoted($0)))" } ?? ""
    return
      "\(names([first.column])) says \(first.isYes ? "yes" : "no")\(value) in \(Digits.count(facts.filled)) of "
      + "\(Digits.count(facts.rows)) records and is empty in the others, which may mean \(first.isYes ? "no" : "yes") "
      + "or nothing, so it is not reported; \(option("--resolved", first.column)) --blank "
      + "\(first.isYes ? "no" : "yes") counts them as \(first.isYes ? "no" : "yes")"
  }

  private var counted: String? {
    let counted = finding.open.compactMap { open -> (column: Int, counts: Int)? in
      if case .counted(let counts) = open.reason { (open.column, counts) } else { nil }
    }
    guard let first = counted.first else { return nil }
    return
      "\(names(counted.map(\.column))) \(Self.verb(counted, "is", "are")) not reported, because \(names([first.counts])) says how "
      + "many answers each row stands for, but every row would count once; give every answer its own row, or count each row once all the same with "
      + "\(option(finder.scoreRole(first.column).option ?? "--csat", first.column))"
  }

  private var tallies: String? {
    let columns = open { $0 == .countsOfAnswers }
    guard !columns.isEmpty else { return nil }
    return "\(names(columns)) hold how many gave each answer, and are not reported; give every answer its own row"
  }

  private var brokenNumbers: String? {
    let broken = finding.open.compactMap { open -> (column: Int, role: ColumnRole)? in
      if case .brokenNumbers(let role) = open.reason { (open.column, role) } else { nil }
    }
    guard let first = broken.first, let name = first.role.option else { return nil }
    let facts = sample.columns[first.column].facts
    let example = facts.timeless.map { ", such as \(Self.quoted($0))" } ?? ""
    return
      "\(names([first.column])) is not reported, because some of its values are not "
      + "\(first.role == .contacts ? "counts" : "times")\(example); \(option(name, first.column)) leaves them out"
  }

  private var firstContact: String? {
    guard let column = open({ $0 == .firstContact }).first, let taken = finding.roles[.resolved]?.column else {
      return nil
    }
    return
      "\(names([column])) says whether the first contact was enough, and is not reported in addition to "
      + "\(names([taken])); \(option("--resolved", column)) uses it instead"
  }

  /// Why there is nothing to report on; nil where nothing is known.
  var refusal: String? {
    if sample.records == 0 {
      let count = sample.columns.count
      return count == 0 ? "no records" : "no records below the header of \(count) column\(count == 1 ? "" : "s")"
    }
    let notes = [
      undecided, fives, effort, questions, items, unclear, means, codes, zeroOrOne, yesOrNo, oneOrTwo, promoterInWords,
      scales, broken,
      times,
      clocks,
      states, mixedStates, oneSided, counted, tallies, durations, brokenNumbers, noTimes, solved, empty, unreadTexts,
      unused, flags(besideFigures: false),
      nested,
    ].compactMap { $0 }
    return notes.isEmpty ? nil : notes.joined(separator: "; ")
  }

  /// What to do where nothing is known of any column.
  var choice: String {
    "name one of \(names(Array(sample.columns.indices))) with --text, --csat, --nps, --ces, --resolution, --resolved or "
      + "--metric; 'attune inspect' shows what they hold"
  }

  /// Fields of JSON without a single value.
  private var nested: String? {
    let columns = sample.table == nil ? sample.columns.indices.filter { sample.columns[$0].facts.filled == 0 } : []
    guard !columns.isEmpty else { return nil }
    return
      "\(names(columns)) \(Self.verb(columns, "is", "are")) empty or \(Self.verb(columns, "holds", "hold")) lists, which are "
      + "not read; give every question a field of its own in each record"
  }

  // MARK: Names

  /// "a", "b" and "c"
  static func list(_ names: [String], joint: String = "and") -> String {
    let shown = names.count > 8 ? names.prefix(7) + ["\(names.count - 7) more"] : names[...]
    guard shown.count > 1 else { return shown.first ?? "" }
    return shown.dropLast().joined(separator: ", ") + " \(joint) " + (shown.last ?? "")
  }

  /// In quotes; long names lose their middle, since many questions begin alike.
  static func quoted(_ name: String) -> String { "\"\(shortened(TerminalText.line(name)))\"" }

  private static let longest = 80

  private static func shortened(_ name: String) -> String {
    guard name.count > longest else { return name }
    let half = longest / 2
    return "\(name.prefix(half))…\(name.suffix(longest - half - 1))"
  }
}
