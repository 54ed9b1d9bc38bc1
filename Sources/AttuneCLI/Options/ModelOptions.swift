import ArgumentParser
import Attune

struct ModelOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Model file. Default: the model that is part of attune.", valueName: "path"))
  var model: String?

  /// What is read.
  var files: [String?] { [model] }

  func load() throws -> Model { try Model.load(orShipped: model) }
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
