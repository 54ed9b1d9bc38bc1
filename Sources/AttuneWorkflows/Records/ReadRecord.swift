import Attune
import AttuneCare
import AttuneReports
import AttuneStatistics

/// A record of a file with what its text says, as `attune report` reads it.
@_spi(Server) public struct ReadRecord: Sendable {
  /// Empty for a record without one.
  public var text = ""
  /// In `labels`.
  public var label: UInt8 = Self.noText
  /// The sentiment, -1...1.
  public var score: Float = 0
  /// 0...1
  public var urgency: Float = 0
  /// A bit for each of `reasons`; none of a text that is not urgent.
  public var reasons: UInt32 = 0
  /// A bit for each of `tones`.
  public var tones: UInt16 = 0
  /// Each aspect once: its place in `aspects`, and the place of how it is meant in `labels`.
  public var aspects: [(aspect: UInt16, label: UInt8)] = []
  /// Of a text that the model cannot read; nil for others.
  public var language: String?
  /// Empty where the file does not say, as the next ones.
  public var customer = ""
  /// By which way the message came.
  public var channel = ""
  /// Who answered it.
  public var agent = ""
  /// What it is a part of.
  public var conversation = ""
  /// What the file calls who wrote it: "customer", "agent".
  public var writer = ""
  /// Since the beginning of 1970; nil without a time that can be read.
  public var seconds: Int?
  /// "2026-03"; nil without a time.
  public var month: String?
  /// What the file says of its case: see `CaseState`.
  var state = ""
  /// Its case is solved, closed or cancelled, as the file says.
  public var isClosed = false
  /// No more than thanks, which end what was answered.
  public var isThanks = false

  /// What a text may be.
  public static let labels = ["negative", "neutral", "positive", "unknown", "no text"]
  /// The places in `labels` that count for net sentiment.
  public static let negative: UInt8 = 0
  /// See `negative`.
  public static let neutral: UInt8 = 1
  /// See `negative`.
  public static let positive: UInt8 = 2
  /// The place in `labels` of a text whose feeling is not known.
  public static let unknown: UInt8 = 3
  /// The place in `labels` of a record without a text.
  public static let noText: UInt8 = 4
  /// The nine tones.
  public static let tones = ToneTaxonomy.core.labels
  /// Why a text may be urgent.
  public static let reasons = UrgencyReason.allCases.map(\.rawValue)

  /// A record without a text, of which nothing is known.
  public init() {}

  /// The bits of `reasons` that say that somebody may come to harm.
  public static let dangers = UrgencyReason.allCases.indices.reduce(UInt32(0)) {
    UrgencyReason.allCases[$1].isDanger ? $0 | 1 << UInt32($1) : $0
  }

  /// Whether a record is what a customer wrote, by what the file calls its writer; one that is called nothing is.
  public static func isCustomers(writer: String) -> Bool { TurnSide(role: writer).isCustomers }

  /// Whether a record answers the customer: an agent wrote it, and no bot, system or internal note.
  public static func isAnswer(writer: String) -> Bool { TurnSide(role: writer) == .agent }

  static func label(_ feeling: MeasuredRecord.Feeling) -> UInt8 {
    switch feeling {
    case .negative: negative
    case .neutral: neutral
    case .positive: positive
    case .unknown: unknown
    }
  }

  mutating func set(_ reading: TextReading, score: Float, language: String?) {
    urgency = reading.urgency
    for reason in reading.reasons {
      if let place = UrgencyReason.allCases.firstIndex(of: reason) { reasons |= 1 << UInt32(place) }
    }
    guard language == nil else {
      self.language = language
      label = Self.unknown
      return
    }
    label = Self.label(reading.feeling)
    self.score = score
    isThanks = text.withUTF8 { Thanks.isAll(of: $0) }
    tones = reading.tones
    aspects = reading.aspects.map { ($0.number, Self.label($0.feeling)) }
  }
}

/// Texts by their sentiment, and what they say together.
@_spi(Server) public struct SentimentCounts: Sendable, Equatable {
  /// Texts with each of the first three of `ReadRecord.labels`.
  public var negative = 0
  /// See `negative`.
  public var neutral = 0
  /// See `negative`.
  public var positive = 0

  /// No texts.
  public init() {}

  /// The share of positive texts minus that of negative ones, in points from -100 to 100, with its 95 % interval, as
  /// `attune report` gives them; nil without texts.
  public var net: (value: Double, lower: Double, upper: Double)? {
    let score = NetScore(favourable: positive, neutral: neutral, unfavourable: negative)
    guard let value = score.value, let interval = score.scoreInterval else { return nil }
    return (100 * value, 100 * interval.lower, 100 * interval.upper)
  }
}

/// What customers wrote before, as far as it makes their next message more urgent, and what of it is open, as `attune triage`
/// joins them.
@_spi(Server) public struct CustomerJoin: Sendable {
  private var threads = CustomerThreads(weights: .shipped)

  /// Nobody has written anything.
  public init() {}

  /// Takes the next message of a customer.
  ///
  /// - Parameters:
  ///   - urgency: of the message for itself, 0...1.
  ///   - score: its sentiment, -1...1.
  ///   - seconds: its time; nil where its place in the stream counts.
  ///   - isThanks: see `ReadRecord.isThanks`.
  ///   - isDanger: somebody may come to harm.
  ///   - showsAnswers: an answer would be told.
  ///   - customer: what the conversation is called where nobody is told.
  ///   - conversation: empty for none.
  /// - Returns: how urgent it is with those before it.
  public mutating func join(
    urgency: Float, score: Float, seconds: Int?, isThanks: Bool, isDanger: Bool, showsAnswers: Bool,
    of customer: String, in conversation: String
  ) -> Joined {
    let message = CustomerThreads.Message(
      logit: UrgencyAssessor.logit(of: urgency), score: score, time: seconds, isThanks: isThanks, isDanger: isDanger,
      showsAnswers: showsAnswers, conversation: Self.number(conversation))
    var customer = customer
    let joined = customer.withUTF8 { threads.join(message, of: $0) }
    return Joined(
      urgency: UrgencyAssessor.probability(joined.logit), isFalling: joined.isFalling,
      isPolite: joined.effect == .ends, addsNothing: joined.effect == .addsNothing)
  }

  /// Takes an answer in a conversation or, where none is told, to a customer.
  public mutating func answer(_ customer: String, in conversation: String) {
    var customer = customer
    let number = Self.number(conversation)
    customer.withUTF8 { threads.answer($0, in: number) }
  }

  private static func number(_ conversation: String) -> UInt64? {
    var conversation = conversation
    return conversation.withUTF8 { CustomerThreads.conversation($0) }
  }

  /// A message together with those before it.
  public struct Joined: Sendable {
    /// 0...1
    public var urgency: Float
    /// The customer's messages got worse.
    public var isFalling: Bool
    /// A polite line that leaves nothing to be answered in its conversation.
    public var isPolite: Bool
    /// A polite line behind what is not answered, which waits on.
    public var addsNothing: Bool
  }
}

/// Lines of a CSV file, as reports write them: what a spreadsheet would take for a formula is guarded.
@_spi(Server) public enum CSVLine {
  /// A line with its end.
  public static func of(_ cells: [String]) -> String { CSV.line(cells) }
}

/// Texts without what tells who a person is, as reports quote them.
@_spi(Server) public enum MaskedText {
  /// - Complexity: O(bytes)
  public static func of(_ text: String) -> String { Redaction.redact(text) }

  /// Who a customer is, as far as it may be shown: an address or a number is masked, of a name the initials are shown.
  /// - Complexity: O(bytes)
  public static func ofCustomer(_ name: String) -> String {
    let masked = Redaction.redact(name)
    guard masked == name else { return masked }
    // A code such as "C151" tells nothing.
    let words = name.split(whereSeparator: \.isWhitespace)
    guard words.count > 1, !name.contains(where: \.isNumber) else { return name }
    return words.map { "\($0.prefix(1))." }.joined(separator: " ")
  }
}

/// Moments as text.
@_spi(Server) public enum MomentText {
  /// "2026-03-05T10:20:00", of seconds since the beginning of 1970.
  public static func of(_ seconds: Int) -> String {
    let day = Timestamp(seconds: seconds).day
    let rest = seconds - day.number * 86_400
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(day.isoText)T\(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))"
  }
}

extension Service {
  /// Changes when texts may be judged otherwise: with the model, with words and aspects of one's own, and with what is told of
  /// texts.
  public var readingVersion: String {
    var names = (ReadRecord.labels + ReadRecord.tones + aspects + ReadRecord.reasons + ownReading)
      .joined(separator: "\n")
    let hash = names.withUTF8 { TokenHash.hash($0) }
    return "\(String(model.checksum, radix: 16))-\(String(hash, radix: 16))"
  }

  /// Records of texts alone, judged as those of a file are.
  /// - Complexity: O(bytes)
  public func judged(_ texts: [String], in context: TextContext) -> [ReadRecord] {
    let model = model.reading(columnIn: context.languages)
    let scorer = Scorer(model: model, keepsTokens: true, tones: TextReader.tones)
    let reader = TextReader(model: model, taxonomy: taxonomy)
    var records = texts.map { text in
      var record = ReadRecord()
      record.text = text
      return record
    }
    for first in stride(from: 0, to: texts.count, by: Scorer.batchSize) {
      let batch = texts[first..<min(first + Scorer.batchSize, texts.count)]
      Array(batch.joined().utf8).withUnsafeBufferPointer { bytes in
        var start = 0
        let lent = batch.map { text in
          defer { start += text.utf8.count }
          return UnsafeBufferPointer(rebasing: bytes[start..<start + text.utf8.count])
        }
        for text in lent { scorer.add(text) }
        scorer.finish()
        reader.note(scorer, lent, in: &records, from: first)
        scorer.reset()
      }
    }
    return records
  }
}

extension TextReader {
  /// Notes in records what their texts say, which the scorer has finished.
  func note(
    _ scorer: Scorer, _ texts: [UnsafeBufferPointer<UInt8>], in records: inout [ReadRecord], from first: Int
  ) {
    for (index, reading) in read(scorer, texts).enumerated() where !records[first + index].text.isEmpty {
      records[first + index].set(reading, score: scorer.score(index), language: scorer.language(index))
    }
  }
}
