import ArgumentParser
import Attune
import AttuneCare
import AttuneStreams

/// What `classify` says of a text besides its sentiment.
struct AnnotationOptions: ParsableArguments {
  @Flag(help: "Add a verdict for each sentence, with the bytes where it stands.")
  var sentences = false

  @Flag(help: "Give the label 'mixed' where one sentence is good and another bad, both with strength.")
  var mixed = false

  /// Makes the pipeline write what was asked for.
  func apply(to pipeline: inout RecordPipeline) throws {
    let model = pipeline.model
    guard !(sentences || mixed) || model.isSentiment else {
      throw ValidationError("--sentences and --mixed need a model of sentiment.")
    }
    let (showsSentences, isMixed) = (sentences, mixed)
    pipeline.makeAnnotators = {
      var annotators: [any Annotator] = []
      if showsSentences || isMixed {
        annotators.append(SentenceAnnotator(model: model, showsSentences: showsSentences, labelsMixed: isMixed))
      }
      return annotators
    }
  }
}
