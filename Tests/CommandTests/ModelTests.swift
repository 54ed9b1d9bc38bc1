import Foundation
import Testing

/// `attune model`: what a model goes by, and how two models differ.
@Suite struct ModelTests {
  private func model(_ arguments: [String], _ input: String = "") throws -> Attune.Outcome {
    try Attune.run(["model"] + arguments, input)
  }

  /// Another model of the same classes.
  private static let other: String = {
    let path = Workspace.kept("other.attune")
    let data = TinyModel.data.replacing("great", with: "superb")
    let outcome = try! Attune.run(["train", Workspace.shared("other.txt", data), "--lexicon", "none", "-o", path])
    precondition(outcome.status == 0, outcome.errors)
    return path
  }()

  private static let unnamed: String = {
    let path = Workspace.kept("unnamed.attune")
    let data = Workspace.shared("unnamed.txt", TinyModel.data)
    let outcome = try! Attune.run(["train", data, "--lexicon", "none", "--no-names", "-o", path])
    precondition(outcome.status == 0, outcome.errors)
    return path
  }()

  // MARK: One

  @Test func forAPerson() throws {
    let outcome = try model([TinyModel.path])
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    for line in ["classes: negative, neutral, positive", "lexicon: none", "algorithm: logistic", "seed: 1"] {
      #expect(outcome.lines.contains(line))
    }
    #expect(outcome.lines.contains("size: \(Workspace.bytes(at: TinyModel.path).count) bytes"))
    let header = try #require(outcome.lines.first { $0.hasPrefix("negative  ") })
    #expect(header.split(separator: " ") == ["negative", "neutral", "positive"])
    for word in ["great", "terrible"] { #expect(outcome.text.contains(word)) }
  }

  @Test func json() throws {
    let outcome = try model([TinyModel.path, "--json", "--top", "3"])
    #expect(outcome.status == 0)
    #expect(outcome.lines.count == 1)
    let report = object(try outcome.line(0))
    #expect(report["classes"] as? [String] == ["negative", "neutral", "positive"])
    #expect(report["bytes"] as? Int == Workspace.bytes(at: TinyModel.path).count)
    #expect((report["checksum"] as? String)?.wholeMatch(of: /[0-9a-f]{16}/) != nil)
    #expect((report["card"] as? [[String: String]])?.contains(["key": "seed", "value": "1"]) == true)
    let top = try #require(report["top"] as? [String: [[String: Any]]])
    #expect(top.mapValues(\.count) == ["negative": 3, "neutral": 3, "positive": 3])
    for features in top.values {
      let weights = features.compactMap { $0["weight"] as? Double }
      #expect(weights.count == 3 && weights == weights.sorted(by: >) && weights.allSatisfy { $0 > 0 })
      #expect(features.allSatisfy { ($0["count"] as? Int ?? 0) >= 5 })
      #expect(features.allSatisfy { ["word", "phrase", "negated", "opening"].contains($0["kind"] as? String) })
    }
    #expect((report["cues"] as? [[String: Any]])?.contains { $0["name"] as? String == "exclamations" } == true)
  }

  @Test func theShippedOne() throws {
    let outcome = try model([])
    #expect(outcome.status == 0)
    #expect(try outcome.line(0) == "model: shipped")
    #expect(try model(["shipped"]).output == outcome.output)
    #expect(outcome.text.contains("names of features: "))
    #expect(object(try model(["--json"]).line(0))["model"] as? String == "shipped")
  }

  @Test func withoutNames() throws {
    let outcome = try model([Self.unnamed])
    #expect(outcome.lines.contains("names of features: none recorded"))
    let report = object(try model([Self.unnamed, "--json"]).line(0))
    #expect(report["named_features"] as? Int == 0)
    #expect(report["top"] as? [String: [String]] == ["negative": [], "neutral": [], "positive": []])
    // The names are all that is missing.
    let texts = "great service\nterrible\nthe parcel\n"
    #expect(try Attune.classify([], texts, model: Self.unnamed).output == Attune.classify([], texts).output)
    #expect(!Workspace.bytes(at: Self.unnamed).contains(subsequence: Array("terrible".utf8)))
  }

  /// Words of single texts do not go into the file.
  @Test func rareWordsAreNotNamed() throws {
    let data = TinyModel.data + String(repeating: "negative\tJohnson was rude\n", count: 4)
    let path = Workspace.kept("rare.attune")
    let file = Workspace.shared("rare.txt", data)
    #expect(try Attune.run(["train", file, "--lexicon", "none", "-o", path]).status == 0)
    #expect(Workspace.bytes(at: path).contains(subsequence: Array("rude".utf8)))
    #expect(!Workspace.bytes(at: path).contains(subsequence: Array("johnson".utf8)))
  }

  /// A card may say anything; a terminal must not obey it.
  @Test func controlCharactersAreNotPrinted() throws {
    let path = Workspace.kept("card.attune")
    let file = Workspace.shared("card.txt", TinyModel.data)
    let outcome = try Attune.run(["train", file, "--card", "note: \u{1B}[31mred\u{7}\u{202E}", "-o", path])
    #expect(outcome.status == 0)
    #expect(try model([path]).lines.contains("note: ␛[31mred␇\\u{202e}"))
    let card = try #require(object(try model([path, "--json"]).line(0))["card"] as? [[String: String]])
    #expect(card.first?["value"] == "\u{1B}[31mred\u{7}\u{202E}")
  }

  @Test(arguments: [2, 6])
  func otherClasses(_ count: Int) throws {
    let labels = (0..<count).map { "class \($0)" }
    let data = labels.flatMap { label in (0..<10).map { "\(label)\tword\(label.last!) and \($0)\n" } }.joined()
    let path = Workspace.kept("classes-\(count).attune")
    #expect(try Attune.run(["train", Workspace.shared("classes-\(count).txt", data), "-o", path]).status == 0)
    let top = try #require(object(try model([path, "--json"]).line(0))["top"] as? [String: [[String: Any]]])
    for label in labels { #expect(top[label]?.contains { $0["name"] as? String == "word\(label.last!)" } == true) }
    let outcome = try model([path])
    for label in labels { #expect(outcome.text.contains(" word\(label.last!)")) }
  }

  // MARK: Two

  @Test func compare() throws {
    let outcome = try model(["--compare", TinyModel.path, Self.other])
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    #expect(outcome.text.contains("great") && outcome.text.contains("superb") && outcome.text.contains("unknown"))
    #expect(!outcome.text.contains("verdicts:"))
    let report = object(try model(["--compare", TinyModel.path, Self.other, "--json"]).line(0))
    #expect((report["a"] as? [String: Any])?["model"] as? String == TinyModel.path)
    #expect((report["b"] as? [String: Any])?["model"] as? String == Self.other)
    let weights = try #require(report["weights"] as? [[String: Any]])
    let great = try #require(weights.first { $0["name"] as? String == "great" })
    #expect(great["b"] is NSNull)
    #expect(report["verdicts"] == nil)
  }

  @Test func compareTheSame() throws {
    let outcome = try model(["--compare", TinyModel.path, TinyModel.path, "--on", "-"], "great\nterrible\n")
    #expect(outcome.status == 0)
    #expect(outcome.text.contains("The two files are the same."))
    #expect(outcome.text.contains("2 of 2 texts agree (1.0000)"))
    #expect(!outcome.text.contains("texts that differ most"))
  }

  @Test func compareWithTheShippedOne() throws {
    let outcome = try model(["--compare", "shipped", TinyModel.path])
    #expect(outcome.status == 0)
    #expect(outcome.text.contains("words in both"))
    let unnamed = try model(["--compare", Self.unnamed, Self.unnamed])
    #expect(unnamed.text.contains("neither model stores the names"))
  }

  private static let texts = ["great service", "superb", "terrible, \"rude\"", "zzz", "the parcel\narrived"]

  @Test(arguments: ["jsonl", "csv", "tsv", "txt"])
  func onTexts(_ ending: String) throws {
    let texts = Self.texts.filter { ["jsonl", "csv"].contains(ending) || !$0.contains("\n") }
    let lines = texts.map { text in
      switch ending {
      case "jsonl": "{\"body\":\"\(text.replacing("\"", with: "\\\"").replacing("\n", with: "\\n"))\"}"
      case "csv": "1,\"\(text.replacing("\"", with: "\"\""))\""
      case "tsv": "1\t\(text)"
      default: text
      }
    }
    let header = ["csv": "id,body\n", "tsv": "id\tbody\n"][ending] ?? ""
    let file = Workspace.shared("on.\(ending)", header + lines.joined(separator: "\n") + "\n")
    let arguments =
      ["--compare", TinyModel.path, Self.other, "--on", file] + (ending == "txt" ? [] : ["--text", "body"])
    let report = object(try model(arguments + ["--json"]).line(0))
    let verdicts = try #require(report["verdicts"] as? [String: Any])
    #expect(verdicts["texts"] as? Int == texts.count)
    let table = try #require(verdicts["table"] as? [String: [String: Int]])
    #expect(table.values.flatMap(\.values).reduce(0, +) == texts.count)
    let alike = table.reduce(0) { $0 + ($1.value[$1.key] ?? 0) }
    #expect(verdicts["alike"] as? Int == alike)
    let differences = try #require(verdicts["differences"] as? [[String: Any]])
    let distances = differences.compactMap { $0["distance"] as? Double }
    #expect(distances == distances.sorted(by: >) && !distances.isEmpty)
    #expect(Set(differences.compactMap { $0["text"] as? String }).isSubset(of: texts))
    #expect(!differences.contains { $0["text"] as? String == "zzz" } || distances.count == texts.count)
    let person = try model(arguments)
    #expect(person.status == 0)
    #expect(person.text.contains("\(alike) of \(texts.count) texts agree") && person.text.contains("A \\ B"))
  }

  @Test func manyTextsAndManyFiles() throws {
    let file = Workspace.shared("many.txt", String(repeating: "great service\nsuperb\n", count: 5000))
    let on = ["--on", file, "--on", file]
    let report = object(try model(["--compare", TinyModel.path, Self.other, "--json"] + on).line(0))
    let verdicts = try #require(report["verdicts"] as? [String: Any])
    #expect(verdicts["texts"] as? Int == 20_000)
    #expect((verdicts["differences"] as? [Any])?.count == 10)
  }

  // MARK: Errors

  @Test func modelsThatCannotBeUsed() throws {
    let damaged = Workspace.shared("damaged.attune", Array(Workspace.bytes(at: TinyModel.path).dropLast()))
    let strange = Workspace.shared("strange.attune", "text,label\n")
    for (path, status) in [("/nowhere.attune", 66), ("/", 66), (damaged, 65), (strange, 65)] as [(String, Int32)] {
      for arguments in [[path], ["--compare", path, "shipped"], ["--compare", "shipped", path], [path, "--json"]] {
        let outcome = try model(arguments)
        #expect(outcome.status == status)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.contains(path))
      }
    }
  }

  @Test func damagedNames() throws {
    var bytes = Workspace.bytes(at: TinyModel.path)
    let at = try #require(bytes.firstRange(of: Array("terrible".utf8))?.lowerBound)
    bytes[at] ^= 1
    let outcome = try model([Workspace.shared("names.attune", bytes)])
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("'NAME'"))
  }

  @Test func textsThatCannotBeRead() throws {
    let compare = ["--compare", TinyModel.path, Self.other, "--on"]
    #expect(try model(compare + ["/nowhere.csv"]).status == 66)
    #expect(try model(compare + [Workspace.shared("no-text.csv", "id,body\n1,x\n")]).status == 64)
    let bad = try model(compare + [Workspace.shared("bad.jsonl", "{\"text\":\"a\"}\n{\"text\":\n")])
    #expect(bad.status == 65)
    #expect(bad.errors.contains("bad.jsonl:2:"))
    #expect(try model(compare + [Workspace.shared("nothing.txt", "")]).status == 0)
  }

  @Test func fullDisk() throws {
    #expect(try Attune.shell("\"$ATTUNE\" model > /dev/full").status == 74)
  }
}
