import Attune
import AttuneCare
import AttuneStreams
import Synchronization

/// What programs outside of the command ask of Attune, as a server does: records as lines of JSON in memory, answered by the
/// bytes that the command writes for them.
///
///     let service = try Service(.init())
///     service.classify(Array("{\"text\":\"Great phone\"}\n".utf8), .init()).bytes
///
/// Immutable but for memory that is used again: any number of threads may call it. It keeps nothing of a text.
@_spi(Server) public final class Service: Sendable {
  /// Files in place of what is built in.
  public struct Settings: Sendable {
    /// A model of sentiment.
    public var model: String?
    /// What replies are judged by (YAML).
    public var rubric: String?
    /// What is serious, and what it calls for (YAML).
    public var situations: String?
    /// What is suggested (YAML).
    public var phrases: String?
    /// Words and phrases with what they count for.
    public var lexicon: String?
    /// Words and phrases that must not matter.
    public var ignored: String?
    /// What texts may speak of (YAML).
    public var taxonomy: String?

    /// Everything as it is built in.
    public init() {}
  }

  /// Why a file cannot be used.
  public enum Failure: Error, Sendable {
    /// A model, and what is wrong with it.
    case model(path: String, ModelError)
    /// A model whose classes are others than those of sentiment.
    case noSentiment(path: String)
    /// A file that cannot be read.
    case unreadable(String)
    /// A file that holds more than it may.
    case tooLarge(String)
    /// A file that was not read in the time that there was.
    case tooLate(String)
    /// A file that does not hold what it ought to.
    case unusable(String)
    /// A file of messages whose columns are not clear.
    case columns(String)
    /// A book, and what is wrong with it.
    case book(path: String, RubricError)
  }

  let model: Model
  let taxonomy: Taxonomy
  /// Of what files say how texts are read, what tells it apart; empty where nothing is said.
  let ownReading: [String]
  let coach: ReplyCoach
  let explanation: ExplanationJSON
  private let batches = Mutex<[ClassifyOptions: Pool<RecordBatch>]>([:])
  let texts: Pool<FieldBatch>
  let replies: Pool<FieldBatch>

  /// Settings whose batches are kept.
  private static let keptOptions = 32
  private static let bookLimit = 16 << 20

  /// - Complexity: maps the model, and reads the books.
  public init(_ settings: Settings) throws(Failure) {
    let terms: CustomLexicon
    do throws(StreamError) {
      terms = try CustomLexicon(lexicon: settings.lexicon, ignored: settings.ignored)
    } catch {
      throw .init(error)
    }
    let model = try Self.model(settings.model)
    self.model = terms.count > 0 ? model.with(terms) : model
    let own = try settings.taxonomy.map(Self.taxonomy)
    taxonomy = own ?? .shipped
    ownReading =
      (terms.count > 0 ? ["\(terms.fingerprint)"] : [])
      + (own?.aspects.map { ([$0.name, $0.partOf ?? ""] + $0.terms).joined(separator: "\t") } ?? [])
    coach = try Self.coach(settings, self.model)
    explanation = ExplanationJSON(self.model)
    texts = Pool { FieldBatch(names: ["text"], strings: ["text"]) }
    replies = Pool {
      FieldBatch(names: ReplyLines.fields, strings: ReplyRecords.Fields().texts, watched: ["empathy"])
    }
  }

  private static func model(_ path: String?) throws(Failure) -> Model {
    let model: Model
    do throws(ModelError) {
      model = if let path { try Model.load(path: path) } else { try Model.shipped() }
    } catch {
      throw .model(path: path ?? "shipped model", error)
    }
    guard model.isSentiment else { throw .noSentiment(path: path ?? "shipped model") }
    return model
  }

  private static func coach(_ settings: Settings, _ model: Model) throws(Failure) -> ReplyCoach {
    var rubric = Rubric.standard
    if let path = settings.rubric {
      rubric = try book(path) { text throws(RubricError) in try Rubric(yaml: text) }
    }
    if let path = settings.situations {
      let standing = rubric
      rubric = try book(path) { text throws(RubricError) in try standing.with(situations: text) }
    }
    var phrases = PhraseBook.standard
    if let path = settings.phrases {
      phrases = try book(path) { text throws(RubricError) in try PhraseBook(yaml: text) }
    }
    return ReplyCoach(rubric: rubric, phraseBook: phrases, model: model)
  }

  private static func book<Book>(_ path: String, _ read: (String) throws(RubricError) -> Book) throws(Failure) -> Book {
    let text = try Self.text(path)
    do throws(RubricError) { return try read(text) } catch { throw .book(path: path, error) }
  }

  private static func text(_ path: String) throws(Failure) -> String {
    do throws(StreamError) {
      return String(decoding: try StreamInput.file(path).text(limit: bookLimit), as: UTF8.self)
    } catch {
      throw .init(error)
    }
  }

  /// The most aspects that a record counts: it numbers them in 14 bits.
  private static let aspectLimit = 1 << 14

  private static func taxonomy(_ path: String) throws(Failure) -> Taxonomy {
    let yaml = try text(path)
    do throws(Taxonomy.Failure) {
      let taxonomy = try Taxonomy(yaml: yaml)
      guard taxonomy.aspects.count <= aspectLimit else { throw .tooManyAspects(limit: aspectLimit) }
      return taxonomy
    } catch {
      throw .unusable("\(path)\(error.sentence)")
    }
  }

  /// The channel by which a reply is judged that answers a message of some channel, as files name it; nil where it names none.
  public func replyChannel(named name: String) -> String? { coach.rubric.channel(named: name)?.rawValue }

  /// What texts may speak of, as records number it.
  public var aspects: [String] { taxonomy.aspects.map(\.name) }

  /// The batches of some options, and no more kinds of them than are asked for often.
  func pool(_ options: ClassifyOptions) -> Pool<RecordBatch> {
    batches.withLock { batches in
      if let known = batches[options] { return known }
      if batches.count >= Self.keptOptions { batches.removeAll() }
      let (model, taxonomy) = (model, taxonomy)
      let pool = Pool { RecordBatch(options.pipeline(model, taxonomy)) }
      batches[options] = pool
      return pool
    }
  }
}

extension Service.Failure {
  init(_ error: StreamError) {
    self =
      switch error {
      case .tooLarge: .tooLarge("\(error)")
      case .tooLate: .tooLate("\(error)")
      case .badRecord: .unusable("\(error)")
      case .unknownColumn, .unknownField, .headerBehindEnd, .noSheet, .noRecords, .severalRecords: .columns("\(error)")
      default: .unreadable("\(error)")
      }
  }
}

extension Service.Failure: CustomStringConvertible {
  /// A sentence for the person who has given the files.
  public var description: String {
    switch self {
    case .model(let path, let error): "\(path): \(error)"
    case .noSentiment(let path): "\(path): not a sentiment model"
    case .unreadable(let message), .tooLarge(let message), .tooLate(let message), .unusable(let message),
      .columns(let message):
      message
    case .book(let path, let error): "\(path): \(error)"
    }
  }
}
