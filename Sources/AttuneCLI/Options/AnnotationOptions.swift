import ArgumentParser
import Attune
import AttuneCare
import AttuneStreams

/// What `classify` says of a text besides its sentiment.
struct AnnotationOptions: ParsableArguments {
  @OptionGroup var taxonomy: TaxonomyOptions

  @Option(
    help: ArgumentHelp("Add how these terms are meant, separated by commas, in place of aspects.", valueName: "terms"))
  var aspectTerms: String?

  @Flag(help: "Add how urgent it is, 0 to 1, and why.")
  var urgency = false

  @Option(
    help: ArgumentHelp("YAML file with weights for --urgency. Default: those that are shipped.", valueName: "file"))
  var weights: String?

  @Flag(help: "Add a verdict for each sentence, with the bytes where it stands.")
  var sentences = false

  @Flag(help: "Give the label 'mixed' where one sentence or clause is good and another bad, both with strength.")
  var mixed = false

  @OptionGroup var tones: ToneOptions

  func validate() throws {
    if weights != nil, !urgency { throw ValidationError("--weights goes with --urgency.") }
    if aspectTerms != nil, taxonomy.aspects || taxonomy.taxonomy != nil {
      throw ValidationError("--aspect-terms stands in place of --aspects and --taxonomy.")
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
    pipeline.tones = Set([tones.taxonomy].compactMap(\.self))
    let isAboutSentiment = findsAspects || urgency || sentences || mixed
    guard isAboutSentiment || tones.taxonomy != nil else { return }
    guard model.isSentiment || !isAboutSentiment else {
      throw ValidationError("--aspects, --urgency, --sentences and --mixed need a model of sentiment.")
    }
    let options = self
    let urgencyWeights = urgency ? try UrgencyWeights.load(weights) : .shipped
    if urgency { pipeline.tones.formUnion(urgencyWeights.toneTaxonomies) }
    let aspects = findsAspects ? try loadTaxonomy() : nil
    pipeline.keepsTokens = urgency || findsAspects
    pipeline.makeAnnotators = {
      var annotators: [any Annotator] = []
      if let tones = options.tones.taxonomy { annotators.append(ToneAnnotator(tones)) }
      if let aspects { annotators.append(AspectAnnotator(taxonomy: aspects, model: model)) }
      if options.urgency { annotators.append(UrgencyAnnotator(weights: urgencyWeights)) }
      if options.sentences || options.mixed {
        annotators.append(
          SentenceAnnotator(model: model, showsSentences: options.sentences, labelsMixed: options.mixed))
      }
      return annotators
    }
  }
}

extension Substring {
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
