extension RecordLayout {
  /// What a column says of a record, or why not.
  package enum Fault: Sendable, Hashable {
    case missing
    /// What says in words that there is no answer: "Unoffered", "Don't know"; "n/a" is missing.
    case noAnswer(String)
    /// A time of 0 beside a word that the case is not solved: it has none yet.
    case notYet
    /// What was cancelled, which is neither solved nor open.
    case cancelled
    case unreadable(FieldError)
  }

  package struct Row: Sendable {
    /// Empty when there is no text column.
    package var text = ""
    /// Whether something is written: more than blanks, and more than that there is nothing, such as "n/a".
    package var hasText = false
    /// What the text says; nil when it was not read. That of a record without a text says nothing.
    package var reading: TextReading? {
      get { hasText ? textReading : nil }
      set { textReading = newValue }
    }
    private var textReading: TextReading?
    /// The hash of the record's id; nil without one.
    package var id: UInt64?
    /// That of an id by which records are not joined.
    package var watchedID: UInt64?
    /// The hash of who the customer is; nil for nobody.
    package var customer: UInt64?
    package var values: [Double?] = []
    /// The tops of scales that fields name, by measured columns.
    package var tops: [(column: Int, top: Double)] = []
    /// Measured columns whose answer was out of another number than the column's.
    package var rescaled: [Int] = []
    package var isResolved: Bool?
    package var contacts: Int?
    package var time: Timestamp?
    /// When it was last changed.
    package var changed: Timestamp?
    /// What its names say of it, where it sums up others, and in which of them that stands.
    package var summary: (label: SummaryLabel, column: Int)?
    /// Of `rowNames`, hashes of what stands there; 0 for nothing.
    var names = SIMD4<UInt64>()
    /// Whether nothing stands in it but a few words in its first column, as of a line below a table.
    package var isNote: Bool { note != nil }
    /// These words.
    package var note: String?
    /// Whether it was written by those who tried out a survey.
    package var isPreview = false
    /// How many of the first columns of a table are looked at for names of rows.
    package static let nameLimit = 4
    /// Whether a customer wrote it, as far as `writer` tells.
    package var isCustomers = true
    package var groups: [String] = []
    /// Answers in words, as they are written, by measured columns.
    package var words: [(column: Int, text: String)] = []
    /// By numbers of `fields`.
    package var faults: [(field: Int, fault: Fault)] = []

    package init() {}

    /// Whether another record is hardly the same by chance, as one of a day and a score is.
    var isUnlikelyTwice: Bool {
      hasText || id != nil || watchedID != nil || customer != nil
        || time.map { ($0.seconds + $0.offset) % 86_400 != 0 } == true
    }

    /// Whether the text is no more than that of somebody who tries out a form: "test", "Test - please ignore", "asdf".
    var isTest: Bool {
      guard hasText, text.utf8.count <= 60, mayBeTest else { return false }
      let words = ColumnName(text).words.split(separator: " ")
      return words.contains { Self.tests.contains(String($0)) }
        && words.allSatisfy {
          Self.tests.contains(String($0)) || Self.besideTests.contains(String($0))
            || $0.utf8.count <= 4 && $0.allSatisfy(\.isNumber)
        }
    }

    /// Whether a word begins with three letters of one of `tests`, which few texts have.
    private var mayBeTest: Bool {
      var code: UInt32 = 0
      for byte in text.utf8 {
        let lowered = byte | 0x20
        code = (0x61...0x7A).contains(lowered) ? code << 8 | UInt32(lowered) : 0
        if code >> 16 != 0, code >> 24 == 0, Self.testStarts.contains(code) { return true }
        if code >> 24 != 0 { code = .max }
      }
      return false
    }

    private static let testStarts = Set(tests.map { $0.utf8.prefix(3).reduce(UInt32(0)) { $0 << 8 | UInt32($1) } })
    private static let tests = NameRules.words(
      "test tests testing tester testeintrag testtext prueba pruebas essai teste prova asdf asdfasdf asdfgh qwerty qwertz lorem"
    )
    private static let besideTests = NameRules.words(
      """
      please ignore disregard this is a an just only another my our entry record response survey ticket message comment run
      bitte ignorieren nur ein das ist zum ceci est un merci d ignorer por favor ignorar esto es una solo isto e um ipsum
      """)

    /// Takes the text of another record of the same case.
    mutating func takeText(of other: Row) {
      (text, hasText, textReading) = (other.text, other.hasText, other.textReading)
    }

    /// Takes how another record of the same case writes its answer in a measured column.
    mutating func takeForm(of other: Row, column: Int) {
      words = words.filter { $0.column != column } + other.words.filter { $0.column == column }
      tops = tops.filter { $0.column != column } + other.tops.filter { $0.column == column }
      rescaled = rescaled.filter { $0 != column } + other.rescaled.filter { $0 == column }
    }

    package var measured: MeasuredRecord {
      MeasuredRecord(
        feeling: reading?.feeling, values: values, isResolved: isResolved, contacts: contacts,
        isUrgent: reading?.isUrgent == true, isForeign: reading?.isForeign == true)
    }
  }
}
