import AttuneTraining
import AttuneWorkflows

/// What labels were read as, and which have no meaning.
struct GoldLabelNotes {
  private var read: [(meaning: String, labels: NameCounts)] = []
  private var leftOut = NameCounts()
  private let numbers: String?
  private let total: Int
  private let isMapped: Bool

  /// - Parameters:
  ///   - counts: texts with each label.
  ///   - isMapped: the command has an option `--map`.
  init(_ gold: GoldLabels, counts: [String: Int], modelLabels: [String], isMapped: Bool = true) {
    self.isMapped = isMapped
    numbers = gold.numbers?.name
    total = counts.values.reduce(0, +)
    var byMeaning: [String: NameCounts] = [:]
    for (label, count) in counts {
      let name = label.isEmpty ? "(empty)" : label
      if let meaning = gold.meanings[label] ?? nil {
        byMeaning[meaning, default: NameCounts()].add(name, count)
      } else {
        leftOut.add(name, count)
      }
    }
    if !gold.isIdentity {
      for label in modelLabels { if let labels = byMeaning[label] { read.append((label, labels)) } }
    }
  }

  /// What is said where all texts have one label; nil for several.
  static func oneClass(_ labels: [String]) -> String? {
    guard let first = labels.first, labels.allSatisfy({ $0 == first }) else { return nil }
    return
      "all labels are '\(first)': the figures show how many of its texts are found, not how well classes are separated"
  }

  /// Lines for a person.
  var lines: [String] {
    var lines: [String] = []
    if !read.isEmpty {
      let parts = read.map { "\($0.labels.listed) as \($0.meaning)" }
      lines.append(
        "labels read: \(parts.joined(separator: "; "))" + (numbers.map { "; numbers are \($0)" } ?? "")
          + (isMapped ? "; --map overrides" : ""))
    }
    if !leftOut.isEmpty {
      lines.append(
        "\(leftOut.total) of \(total) texts left out because their labels cannot be mapped: \(leftOut.listed)")
    }
    return lines
  }
}
