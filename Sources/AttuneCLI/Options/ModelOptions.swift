import ArgumentParser
import Attune
import AttuneWorkflows

struct ModelOptions: ParsableArguments {
  @Option(help: .path("Model file. Default: the built-in model."))
  var model: String?

  @Option(
    help: .file(
      "File of your own words and phrases, one per line as 'term TAB valence', from -4 to 4. They override the model."))
  var lexicon: String?

  @Option(help: .file("File of words and phrases to ignore, such as names, one per line."))
  var ignore: String?

  /// What is read.
  var files: [String?] { [model, lexicon, ignore] }

  /// - Throws: `ModelFailure`, or `StreamError` for a file of terms.
  func load() throws -> Model {
    let model = try Model.load(orShipped: self.model)
    if lexicon == nil, ignore == nil { return model }
    if lexicon != nil, !model.isSentiment { throw ValidationError("--lexicon needs a sentiment model.") }
    return model.with(try CustomLexicon(lexicon: lexicon, ignored: ignore))
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
