import Attune
import AttuneCare
import AttuneStreams

/// What is said of records besides the sentiment.
package struct Annotations: Sendable {
  package var tones: ToneTaxonomy?
  /// What texts may speak of; nil for no aspects.
  package var aspects: Taxonomy?
  /// How urgency is weighed; nil for no urgency.
  package var urgency: UrgencyWeights?
  package var showsSentences = false
  package var labelsMixed = false

  package init() {}

  /// Whether any of it needs a model of sentiment.
  package var areAboutSentiment: Bool { aspects != nil || urgency != nil || showsSentences || labelsMixed }

  /// Makes a pipeline write them.
  package func apply(to pipeline: inout RecordPipeline) {
    pipeline.tones = Set([tones].compactMap(\.self))
    guard areAboutSentiment || tones != nil else { return }
    if let urgency { pipeline.tones.formUnion(urgency.toneTaxonomies) }
    pipeline.keepsTokens = urgency != nil || aspects != nil
    let annotations = self
    let model = pipeline.model
    pipeline.makeAnnotators = {
      var annotators: [any Annotator] = []
      if let tones = annotations.tones { annotators.append(ToneAnnotator(tones)) }
      if let aspects = annotations.aspects { annotators.append(AspectAnnotator(taxonomy: aspects, model: model)) }
      if let urgency = annotations.urgency { annotators.append(UrgencyAnnotator(weights: urgency)) }
      if annotations.showsSentences || annotations.labelsMixed {
        annotators.append(
          SentenceAnnotator(
            model: model, showsSentences: annotations.showsSentences, labelsMixed: annotations.labelsMixed))
      }
      return annotators
    }
  }
}
