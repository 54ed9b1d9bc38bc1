import Testing

/// `attune calibrate`: few labels of one's own, no words learned.
@Suite struct CalibrateTests {
  private let workspace = Workspace()

  private func table(_ rows: [(String, String)], times: Int) -> String {
    "text,label\n"
      + (0..<times).flatMap { time in rows.map { "\($0.0) \(time),\($0.1)\n" } }.joined()
  }

  /// What the model calls neutral, people here call negative.
  private let domain = [
    ("the shop opens at nine", "negative"), ("the parcel comes by van", "negative"), ("great and lovely", "positive"),
    ("good service", "positive"), ("bad and rude", "negative"),
  ]

  @Test func biasesAreLearned() throws {
    let output = workspace.path("mine.attune")
    let outcome = try Attune.run(["calibrate", workspace.file("in.csv", table(domain, times: 10)), "-o", output])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(!outcome.errors.contains("warning"))
    for word in ["50 texts: 30 negative, 0 neutral, 20 positive", "accuracy", "log loss", "temperature", "no text"] {
      #expect(outcome.text.contains(word), "\(word)")
    }
    // How much more probable negative is than positive.
    func odds(_ options: [String]) throws -> Double {
      let line = try Attune.run(["classify", "-q"] + options, "the shop opens at nine\n").line(0).components("\t")
      return (Double(line[2]) ?? .nan) / (Double(line[4]) ?? .nan)
    }
    #expect(try odds(["--model", output]) > 1.5 * odds([]))
    let card = try Attune.run(["model", output]).text
    #expect(card.contains("calibrated: on 50 texts"))
    // The same bytes again.
    let again = workspace.path("again.attune")
    _ = try Attune.run(["calibrate", "-q", workspace.path("in.csv"), "-o", again])
    #expect(workspace.bytes("again.attune") == workspace.bytes("mine.attune"))
  }

  @Test func fewLabelsAreWarnedOf() throws {
    let input = workspace.file("few.csv", table(domain, times: 2))
    let outcome = try Attune.run(["calibrate", input, "-o", workspace.path("few.attune")])
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("10 different labelled texts are few: a calibration needs 30"))
  }

  @Test func oneClassIsRefused() throws {
    let input = workspace.file("one.csv", table([("good", "positive")], times: 40))
    let output = workspace.file("one.attune", "as it was")
    let outcome = try Attune.run(["calibrate", input, "-o", output])
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("all 40 labels are 'positive': calibration needs texts of at least two classes"))
    #expect(workspace.bytes("one.attune") == Array("as it was".utf8))
    let none = try Attune.run(["calibrate", workspace.file("none.csv", "text,label\n"), "-o", output])
    #expect(none.status == 65)
  }

  @Test func repeatedTextsCountOnce() throws {
    let rows = [("the kettle leaks", "negative"), ("lovely staff", "positive"), ("it comes on Monday", "neutral")]
    let lines = (0..<10).flatMap { _ in rows.map { "\($0.0),\($0.1)\n" } }
    let input = workspace.file("same.csv", "text,label\n" + lines.joined())
    let outcome = try Attune.run(["calibrate", input, "-o", workspace.path("same.attune")])
    #expect(outcome.errors.contains("27 of 30 labelled texts repeat an earlier one and are left out"))
    #expect(outcome.errors.contains("3 different labelled texts are few"))
    #expect(outcome.text.hasPrefix("3 texts: 1 negative, 1 neutral, 1 positive"))
  }

  @Test func textsInOtherLanguagesAreLeftOut() throws {
    let german = [
      "Das Paket ist leider nie angekommen, und niemand antwortet", "Der Kundendienst war sehr freundlich zu uns",
    ]
    let rows = german.enumerated().flatMap { place, text in
      (0..<10).map { "\"\(text), Nummer \($0)\",\(place == 0 ? "negative" : "positive")\n" }
    }
    let foreign = workspace.file("de.csv", "text,label\n" + rows.joined())
    let refused = try Attune.run(["calibrate", foreign, "-o", workspace.path("de.attune")])
    #expect(refused.status == 65 && refused.errors.contains("20 texts are in languages other than English: 'de'"))
    #expect(refused.errors.contains("calibration leaves them out"))
    let warned = try Attune.run(["train", "-q", "--from", "shipped", foreign, "-o", workspace.path("from.attune")])
    #expect(warned.status == 0)
    #expect(warned.errors.contains("20 of the 20 texts are in languages other than English: 'de' (20)"))
  }
}
