import Attune
import AttuneCare
import AttuneStreams

/// What is said of texts, as the options of `attune classify` have it.
@_spi(Server) public struct ClassifyOptions: Hashable, Sendable {
  /// Which tones are added.
  public enum Tones: String, CaseIterable, Sendable {
    /// The nine tones of customer messages.
    case nine
    /// The 27 emotions of GoEmotions.
    case all
  }

  /// The field of the text; "a.b" reaches into objects.
  public var text = "text"
  /// Labels that are less probable are given as unknown.
  public var minimumConfidence: Float = 0
  /// Adds what the text is about.
  public var aspects = false
  /// Adds how urgent it is.
  public var urgency = false
  /// Adds a verdict for each sentence.
  public var sentences = false
  /// Gives the label "mixed" to texts that are clearly both.
  public var mixed = false
  /// Adds tones; nil for none.
  public var tones: Tones?
  /// Only the writers' own words count, not the mails that they quote; nil where the records tell, see `Service.settled`.
  public var ownWords: Bool?
  /// Of the file in which the texts stand.
  public var context = TextContext()

  /// The sentiment of the field "text", and nothing else.
  public init() {}

  func pipeline(_ model: Model, _ taxonomy: Taxonomy = .shipped) -> RecordPipeline {
    let model = model.reading(columnIn: context.languages)
    var pipeline = RecordPipeline(model: model, format: .jsonl)
    pipeline.textField = text
    pipeline.minimumConfidence = minimumConfidence
    if ownWords == true { pipeline.cutter = QuotedMail.cutter(keepsPlaces: true) }
    var annotations = Annotations()
    annotations.tones = tones.map { $0 == .all ? .all : .core }
    if aspects { annotations.aspects = taxonomy }
    if urgency { annotations.urgency = .shipped }
    annotations.showsSentences = sentences
    annotations.labelsMixed = mixed
    annotations.apply(to: &pipeline)
    return pipeline
  }
}
