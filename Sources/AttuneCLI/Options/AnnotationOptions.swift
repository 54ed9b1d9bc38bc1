import ArgumentParser
import Attune
import AttuneCare
import AttuneStreams
import AttuneWorkflows

/// What `classify` says of a text besides its sentiment.
struct AnnotationOptions: ParsableArguments {
  @OptionGroup var taxonomy: TaxonomyOptions

  @Option(help: .value("terms", "Add the sentiment towards these terms, separated by commas, instead of aspects."))
  var aspectTerms: String?

  @Flag(help: "Add the urgency, 0 to 1, and its reasons.")
  var urgency = false

  @Option(help: .file("YAML file with weights for --urgency. Default: the built-in weights."))
  var weights: String?

  @Flag(help: "Add a verdict for each sentence, with its byte offsets.")
  var sentences = false

  @Flag(help: "Label a text 'mixed' if one sentence or clause is clearly positive and another clearly negative.")
  var mixed = false

  @OptionGroup var tones: ToneOptions

  func validate() throws {
    if weights != nil, !urgency { throw ValidationError("--weights needs --urgency.") }
    if aspectTerms != nil, taxonomy.aspects || taxonomy.taxonomy != nil {
      throw ValidationError("--aspect-terms cannot be used with --aspects or --taxonomy.")
    }
  }

  /// What is read.
  var files: [String?] { [taxonomy.taxonomy, weights] }

  private var findsAspects: Bool { taxonomy.aspects || taxonomy.taxonomy != nil || aspectTerms != nil }

  /// The taxonomy that was asked for.
  private func loadTaxonomy() throws -> Taxonomy {
    guard let aspectTerms else { return try taxonomy.load() }
    let terms = aspectTerms.split(separator: ",").map { $0.trimmed }.filter { !$0.isEmpty }
    do throws(Taxonomy.Failure) {
      return try Taxonomy(terms.map { Taxonomy.Aspect(name: $0, terms: [$0]) })
    } catch {
      throw ValidationError("--aspect-terms\(error.sentence).")
    }
  }

  /// Makes the pipeline write what was asked for.
  func apply(to pipeline: inout RecordPipeline, _ modelOptions: ModelOptions) throws {
    let model = pipeline.model
    try tones.check(model, modelOptions)
    var annotations = Annotations()
    annotations.tones = tones.taxonomy
    annotations.showsSentences = sentences
    annotations.labelsMixed = mixed
    guard model.isSentiment || !(findsAspects || urgency || sentences || mixed) else {
      throw ValidationError("--aspects, --urgency, --sentences and --mixed need a sentiment model.")
    }
    if urgency { annotations.urgency = try UrgencyWeights.load(weights) }
    if findsAspects { annotations.aspects = try loadTaxonomy() }
    annotations.apply(to: &pipeline)
  }
}

extension Substring {
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
