import ArgumentParser
import Attune

struct ModelOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Model file. Default: the model that is part of attune.", valueName: "path"))
  var model: String?

  func load() throws -> Model {
    do throws(ModelError) {
      if let model { return try Model.load(path: model) }
      return try Model.shipped()
    } catch {
      throw ModelFailure(path: model ?? "shipped model", error: error)
    }
  }
}
