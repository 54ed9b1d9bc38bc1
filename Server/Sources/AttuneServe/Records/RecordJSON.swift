@_spi(Server) import AttuneWorkflows

/// What the interface says of records, as JSON.
enum RecordJSON {
  /// Net sentiment in points, with its 95 % interval.
  struct Net: Encodable {
    var value: Double
    var lower: Double
    var upper: Double

    init?(_ counts: SentimentCounts) {
      guard let net = counts.net else { return nil }
      (value, lower, upper) = (net.value.tenths, net.lower.tenths, net.upper.tenths)
    }
  }

  /// A value of a facet.
  struct Value: Encodable {
    var value: String
    var records: Int
    /// nil without texts that have a sentiment.
    var net: Net?
  }

  struct FacetValues: Encodable {
    var facet: String
    var values: [Value]
    /// How many more there are.
    var more: Int
  }

  /// A record in a list, with private data masked.
  struct Line: Encodable {
    var number: Int
    var label: String
    var score: Double
    /// With what the customer wrote before.
    var urgency: Double
    var reasons: [String]
    var tones: [String]
    var aspects: [Aspect]
    var language: String?
    var channel: String?
    /// The channel by which a reply is judged, as `channel` names it; nil where it names none.
    var replyChannel: String?
    var agent: String?
    /// With private data masked, as the text.
    var customer: String?
    /// Tells the messages of one customer from those of another; 0 for nobody.
    var customerNumber: Int
    /// The same of conversations.
    var conversationNumber: Int
    /// "2026-03-05T10:20:00"
    var time: String?
    /// What the file calls who wrote it: "customer", "agent".
    var writer: String?
    /// Whether that is a customer, or nobody says that it is not.
    var isCustomers: Bool
    /// Whether an agent has written in the conversation since; what bots and systems write is no answer.
    var isAnswered: Bool
    /// Whether its case is solved, closed or cancelled.
    var isClosed: Bool
    /// The urgency of the message for itself.
    var ownUrgency: Double
    /// Of the customer, up to the newest one.
    var messages: Int
    var isFalling: Bool
    /// The text, or its beginning, with private data masked.
    var text: String

    struct Aspect: Encodable {
      var aspect: String
      var label: String
    }
  }

  /// What a selection of the records says.
  struct Figures: Encodable {
    /// In all.
    var records: Int
    /// Those that are wanted.
    var matching: Int
    var net: Net?
    var facets: [FacetValues]
    var texts: [Line]
    /// What was asked for that cannot be searched.
    var ignored: [String]
    var status: RecordLoader.Status
  }

  /// The most urgent of the tickets that wait for an answer, or of others that were asked for.
  struct Queue: Encodable {
    var records: Int
    /// Tickets in each state.
    var waiting: Int
    var answered: Int
    var closed: Int
    var tickets: [Line]
    /// What the filters of the queue may be.
    var facets: [FacetValues]
    /// See `Figures`.
    var ignored: [String]
    var status: RecordLoader.Status
    /// Of a file that is kept nowhere: the texts of `tickets` as they are written.
    var texts: [String]?
    /// Of such a file: other turns of the conversations of `tickets` and other messages of their customers, in the order of the
    /// file, and their texts.
    var others: [Line]?
    var otherTexts: [String]?
    /// Of such a file: the numbers of all records in the order of their times.
    var order: [Int]?
    /// Of such a file: the customers of `tickets`, as it has them; empty for none.
    var customers: [String]?
    /// Of such a file: what was found out of it, a sentence each.
    var findings: [String]?
  }

  /// A record with all that is known.
  struct Whole: Encodable {
    var record: Line
    /// As it is written.
    var text: String
    /// The customer, as the file has it.
    var customer: String?
    /// What belongs to the same conversation by its time, this record among it.
    var turns: [Line]
    /// Other messages of the customer, the newest first.
    var contacts: [Line]
    /// How many turns and messages there are, of which some may not be shown.
    var allTurns: Int
    var allContacts: Int
    /// What somebody has corrected the label to.
    var correction: String?
  }
}

extension Double {
  /// With one decimal.
  fileprivate var tenths: Double { (self * 10).rounded() / 10 }
  /// With four decimals.
  fileprivate var tenThousandths: Double { (self * 10_000).rounded() / 10_000 }
}

extension RecordJSON.Line {
  /// Characters of a text in a list.
  static let excerpt = 400

  /// - Parameter limit: characters of the text; nil for all.
  init(_ place: Int, _ state: borrowing Records.State, limit: Int? = excerpt) throws(StoreFailure) {
    let columns = state.columns
    number = Int(columns.ids[place])
    label = ReadRecord.labels[Int(columns.labels[place])]
    score = Double(columns.scores[place]).tenThousandths
    urgency = Double(columns.ticketUrgencies[place]).tenThousandths
    reasons = ReadRecord.reasons.indices.filter { columns.reasons[place] >> UInt32($0) & 1 == 1 }
      .map { ReadRecord.reasons[$0] }
    tones = ReadRecord.tones.indices.filter { columns.tones[place] >> UInt16($0) & 1 == 1 }.map { ReadRecord.tones[$0] }
    aspects = columns.aspects(of: place).map {
      Aspect(aspect: columns.aspectNames[$0.aspect], label: ReadRecord.labels[Int($0.label)])
    }
    func name(_ role: RecordColumns.Name) -> String? {
      let name = columns.name(role, of: place)
      return name.isEmpty ? nil : name
    }
    (language, channel, agent) = (name(.language), name(.channel), name(.agent))
    customer = name(.customer).map { MaskedText.ofCustomer($0) }
    replyChannel = channel.flatMap { state.service.replyChannel(named: $0) }
    customerNumber = Int(columns.names[RecordColumns.Name.customer.rawValue].codes[place])
    conversationNumber = Int(columns.names[RecordColumns.Name.conversation.rawValue].codes[place])
    time = columns.seconds[place] == .min ? nil : MomentText.of(columns.seconds[place])
    messages = columns.messages(of: place)
    isFalling = columns.states[place].contains(.falling)
    writer = name(.writer)
    isCustomers = !columns.states[place].contains(.ofOthers)
    isAnswered = columns.states[place].contains(.answered)
    isClosed = columns.states[place].contains(.closed)
    ownUrgency = Double(columns.urgencies[place]).tenThousandths
    let text = try state.store.text(number)
    // Masked as a whole: what is cut is no longer known for what it is.
    let shown = limit.map { String(text.prefix(4 * $0)) } ?? text
    let masked = MaskedText.of(shown)
    self.text = limit.map { masked.count > $0 ? masked.prefix($0) + "…" : masked } ?? masked
  }
}
