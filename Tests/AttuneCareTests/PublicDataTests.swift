import Attune
import Foundation
import Testing

@testable import AttuneCare

private let dataFolder = ProcessInfo.processInfo.environment["ATTUNE_DATA"]

/// What is promised of public data sets. ATTUNE_DATA names the folder that holds them; without it these tests are skipped.
@Suite(.enabled(if: dataFolder != nil, "set ATTUNE_DATA to the folder of the data sets"))
struct PublicDataTests {
  private func rows(_ path: String) throws -> [[String]] {
    try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").dropFirst()
      .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
  }

  private static let floors: [(String, Double)] = [
    ("mams-terms.test.tsv", 0.66), ("semeval2014-restaurants.train.tsv", 0.70),
  ]

  @Test(arguments: floors)
  func termsAreMeantAsPeopleSay(name: String, floor: Double) throws {
    let terms = try rows("\(dataFolder!)/aspects/\(name)").compactMap { row -> LabelledTerm? in
      guard let label = AspectPolarity.labels.firstIndex(of: row[1]), let from = Int(row[3]), let to = Int(row[4])
      else {
        return nil
      }
      let scalars = row[5].unicodeScalars
      func bytes(_ count: Int) -> Int { scalars.prefix(count).reduce(0) { $0 + UTF8.width($1) } }
      return LabelledTerm(text: row[5], range: bytes(from)..<bytes(to), label: label)
    }
    #expect(AspectPolarityTraining(model: try .shipped()).accuracy(of: .shipped, on: terms) > floor)
  }

  @Test func urgentOpeningsComeFirst() throws {
    let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let labels = Dictionary(
      uniqueKeysWithValues: try rows(here.appendingPathComponent("Urgency/openings.tsv").path).map {
        ($0[0], $0[1] == "1")
      })
    var seen: Set<String> = []
    let openings = try rows("\(dataFolder!)/dialogues/twitter-care.tsv")
      .filter { labels[$0[0]] != nil && seen.insert($0[0]).inserted }
    let scores = UrgencyScorer(model: try .shipped()).urgencies(of: openings.map { $0[4] }).map(\.score)
    let urgent = zip(scores, openings).filter { labels[$1[0]]! }.map(\.0)
    let calm = zip(scores, openings).filter { !labels[$1[0]]! }.map(\.0)
    let wins = urgent.reduce(0.0) { sum, score in sum + calm.reduce(0) { $0 + (score > $1 ? 1 : score == $1 ? 0.5 : 0) }
    }
    #expect(wins / Double(urgent.count * calm.count) > 0.8)
  }
}
