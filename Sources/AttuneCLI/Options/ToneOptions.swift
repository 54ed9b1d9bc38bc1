import ArgumentParser
import Attune

/// Which tones are asked for.
struct ToneOptions: ParsableArguments {
  @Flag(help: "Add the tones: anger, annoyance, disappointment, worry, confusion, surprise, gratitude, joy, neutral.")
  var tone = false

  @Flag(help: "Add the 27 emotions of GoEmotions and neutral instead of the nine tones.")
  var allTones = false

  var taxonomy: ToneTaxonomy? { allTones ? .all : tone ? .core : nil }

  /// Makes sure that a model has the tones that are asked for.
  func check(_ model: Model, _ options: ModelOptions) throws {
    guard let taxonomy, !model.toneTaxonomies.contains(taxonomy) else { return }
    throw ModelFailure(path: options.model ?? "shipped model", error: .noTones(taxonomy))
  }
}
