import ArgumentParser
import Attune
import AttuneCare
import AttuneStreams

/// What `classify` says of a text besides its sentiment.
struct AnnotationOptions: ParsableArguments {
  @Flag(help: "Add how urgent it is, 0 to 1, and why.")
  var urgency = false

  @Option(
    help: ArgumentHelp("YAML file with weights for --urgency. Default: those that are shipped.", valueName: "file"))
  var weights: String?

  @Flag(help: "Add a verdict for each sentence, with the bytes where it stands.")
  var sentences = false

  @Flag(help: "Give the label 'mixed' where one sentence is good and another bad, both with strength.")
  var mixed = false

  func validate() throws {
    if weights != nil, !urgency { throw ValidationError("--weights goes with --urgency.") }
  }

  /// Makes the pipeline write what was asked for.
  func apply(to pipeline: inout RecordPipeline) throws {
    let model = pipeline.model
    guard !(urgency || sentences || mixed) || model.isSentiment else {
      throw ValidationError("--urgency, --sentences and --mixed need a model of sentiment.")
    }
    let options = self
    let urgencyWeights = urgency ? try UrgencyWeights.load(weights) : .shipped
    pipeline.keepsTokens = urgency
    pipeline.makeAnnotators = {
      var annotators: [any Annotator] = []
      if options.urgency { annotators.append(UrgencyAnnotator(weights: urgencyWeights)) }
      if options.sentences || options.mixed {
        annotators.append(
          SentenceAnnotator(model: model, showsSentences: options.sentences, labelsMixed: options.mixed))
      }
      return annotators
    }
  }
}
