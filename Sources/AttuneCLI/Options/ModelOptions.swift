import ArgumentParser
import Attune

struct ModelOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Model file. Default: the model that is part of attune.", valueName: "path"))
  var model: String?

  @Option(
    help: ArgumentHelp(
      "Words and phrases of your own, a line 'term TAB valence' each, -4 to 4: they count for that, whatever the model says.",
      valueName: "file"))
  var lexicon: String?

  @Option(
    help: ArgumentHelp("Words and phrases that must not matter, one a line, such as names.", valueName: "file"))
  var ignore: String?

  /// What is read.
  var files: [String?] { [model, lexicon, ignore] }

  /// - Throws: `ModelFailure`, or `StreamError` for a file of terms.
  func load() throws -> Model {
    let model = try Model.load(orShipped: self.model)
    if lexicon == nil, ignore == nil { return model }
    if lexicon != nil, !model.isSentiment { throw ValidationError("--lexicon needs a model of sentiment.") }
    var terms = CustomLexicon()
    if let lexicon { try terms.readLexicon(lexicon) }
    if let ignore { try terms.readIgnored(ignore) }
    return model.with(terms)
  }
}

extension Model {
  /// Maps a model file, or takes the shipped model when there is no path.
  /// - Throws: `ModelFailure`.
  static func load(orShipped path: String?) throws -> Model {
    do throws(ModelError) {
      if let path { return try Model.load(path: path) }
      return try Model.shipped()
    } catch {
      throw ModelFailure(path: path ?? "shipped model", error: error)
    }
  }
}
