import ArgumentParser
import Attune
import AttuneStreams

/// `--map`: their labels and the model's, as "1=negative,2=negative" or in a file of two columns.
struct LabelMap {
  private(set) var labels: [String: String?] = [:]

  /// Words for "leave it out", besides nothing at all.
  private static let leftOut: Set<String> = ["-", "none", "skip", "ignore"]

  /// - Throws: a usage error for what is no map, or names a class that the model does not have; `StreamError`.
  init(_ argument: String, modelLabels: [String]) throws {
    guard argument.contains("=") else {
      try read(TextFile.readRepaired(argument), argument, modelLabels)
      return
    }
    for pair in argument.split(separator: ",") {
      guard let sign = pair.lastIndex(of: "=") else {
        throw ValidationError("--map: '\(pair)' is not a pair such as 1=negative.")
      }
      try add(pair[..<sign].trimmingBlanks, pair[pair.index(after: sign)...].trimmingBlanks, "--map", modelLabels)
    }
  }

  private mutating func read(_ text: String, _ path: String, _ modelLabels: [String]) throws {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in lines.enumerated() where !line.allSatisfy(\.isWhitespace) {
      let delimiters: [Character] = ["\t", ";", ",", "="]
      let delimiter = delimiters.first { line.contains($0) }
      guard let delimiter, let place = line.lastIndex(of: delimiter) else {
        throw ValidationError(
          "\(path):\(index + 1): each line of --map needs a label of the texts, a comma or tab, and a label of the "
            + "model.")
      }
      let theirs = Self.unquoted(line[..<place].trimmingBlanks)
      let ours = Self.unquoted(line[line.index(after: place)...].trimmingBlanks)
      // A header names neither.
      if index == 0, resolve(ours, modelLabels) == nil { continue }
      try add(theirs, ours, "\(path):\(index + 1)", modelLabels)
    }
  }

  private mutating func add(_ theirs: String, _ ours: String, _ place: String, _ modelLabels: [String]) throws {
    guard let resolved = resolve(ours, modelLabels) else {
      throw ValidationError("\(place): '\(ours)' is not a label of the model: \(modelLabels.joined(separator: ", ")).")
    }
    labels[theirs] = .some(resolved)
  }

  /// - Returns: nil for an unknown label, and a nil in it for one that says to leave it out.
  private func resolve(_ label: String, _ modelLabels: [String]) -> String?? {
    if modelLabels.contains(label) { return label }
    if let own = modelLabels.first(where: { $0.lowercased() == label.lowercased() }) { return own }
    return label.isEmpty || Self.leftOut.contains(label.lowercased()) ? .some(nil) : nil
  }

  private static func unquoted(_ text: String) -> String {
    guard text.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") else { return text }
    return String(text.dropFirst().dropLast()).replacing(text: "\"\"", with: "\"")
  }
}
