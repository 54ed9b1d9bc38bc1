import Attune

/// Predictions beside gold labels, and what follows from them.
///
/// When gold uses two or more, but not all, of the model's classes (two-class gold for a three-class model, say), the model
/// is asked only among those: their probabilities are divided by their sum. Of one class that would be no question, so
/// the model is asked among all of its own. A verdict "unknown" is never right: it has a column of its own, as any other label
/// that gold does not use has in scikit-learn.
package struct Evaluation: Sendable {
  /// The classes that gold uses, or all of the model's where that is one, in the model's order.
  package let labels: [String]
  /// The class of each text according to people, as an index of `labels`.
  package private(set) var gold: [Int] = []
  /// The class of each text according to the model; `labels.count` for the verdict "unknown".
  package private(set) var predicted: [Int] = []
  /// `[texts × labels]`
  package private(set) var probabilities: [Double] = []
  /// Whether the model knew anything in the text.
  package private(set) var isKnown: [Bool] = []

  private let places: [Int]

  /// - Parameters:
  ///   - modelLabels: the model's classes.
  ///   - goldLabels: those that occur in gold; each of them is one of the model's.
  package init(modelLabels: [String], goldLabels: Set<String>) {
    labels = goldLabels.count == 1 ? modelLabels : modelLabels.filter(goldLabels.contains)
    places = labels.map { modelLabels.firstIndex(of: $0)! }
  }

  package var count: Int { gold.count }

  /// Texts with the verdict "unknown".
  package private(set) var unknownCount = 0
  /// The names of what is predicted: `labels`, and "unknown" where that occurs.
  package var predictedLabels: [String] { unknownCount > 0 ? labels + [Verdict.unknown] : labels }

  /// - Parameter probabilities: one per class of the model.
  package mutating func append(gold label: String, probabilities all: some Collection<Double>, isKnown known: Bool) {
    let all = Array(all)
    let chosen = places.map { all[$0] }
    let total = chosen.reduce(0, +)
    let shares = total > 0 ? chosen.map { $0 / total } : chosen.map { _ in 1 / Double(chosen.count) }
    gold.append(labels.firstIndex(of: label)!)
    probabilities += shares
    isKnown.append(known)
    if known {
      predicted.append(shares.indices.max { (shares[$0], -$0) < (shares[$1], -$1) }!)
    } else {
      predicted.append(labels.count)
      unknownCount += 1
    }
  }

  /// Takes in a text that is asked about among some of the model's classes only.
  mutating func append(gold label: String, probabilities: [Double], isKnown: Bool, mask: [Bool]) {
    append(gold: label, probabilities: zip(probabilities, mask).map { $1 ? $0 : 0 }, isKnown: isKnown)
  }

  /// The probability of the predicted class; 0 for "unknown".
  package func confidence(_ text: Int) -> Double {
    isKnown[text] ? probabilities[text * labels.count + predicted[text]] : 0
  }

  /// `[gold][predicted]`, over chosen texts; with a column for "unknown" where that occurs.
  package func confusion(_ texts: some Sequence<Int>) -> [[Int]] {
    var matrix = Array(repeating: Array(repeating: 0, count: predictedLabels.count), count: labels.count)
    for text in texts { matrix[gold[text]][predicted[text]] += 1 }
    return matrix
  }

  /// The texts with the most confident mistakes first.
  package func worstMistakes(_ limit: Int) -> [Int] {
    let mistakes = (0..<count).filter { gold[$0] != predicted[$0] }
    return Array(mistakes.sorted { (confidence($0), $1) > (confidence($1), $0) }.prefix(limit))
  }
}
