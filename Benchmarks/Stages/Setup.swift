@_spi(Stages) import Attune
import Benchmark
import Corpus
import Foundation

/// What the benchmarks share: the same in every run.
enum Setup {
  static let samples = String(decoding: sample("feedback.txt"), as: UTF8.self)

  static func sample(_ name: String) -> Data {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Samples")
    return try! Data(contentsOf: root.appending(path: name))
  }

  static let model = try! Model.shipped()

  /// A megabyte of short texts, as much as a second-level cache holds.
  static let posts: [[UInt8]] = texts(.posts, bytes: 1_000_000)
  static let postBytes = posts.reduce(0) { $0 + $1.count }

  static func texts(_ form: Corpus.Form, bytes: Int) -> [[UInt8]] {
    var corpus = Corpus(samples: samples)
    var texts: [[UInt8]] = []
    var left = bytes
    while left > 0 {
      texts.append(corpus.text(form))
      left -= texts.last!.count + 1
    }
    return texts
  }

  /// Writes texts to a temporary file; its path. Removed when the process ends.
  static func file(_ texts: [[UInt8]], as form: Corpus.Form) throws -> String {
    var bytes = Corpus.header(form)
    for (index, text) in texts.enumerated() { Corpus.append(text, number: index + 1, as: form, to: &bytes) }
    let path = folder.appending(path: "\(form).\(form == .csv || form == .jsonl ? form.rawValue : "txt")").path
    try Data(bytes).write(to: URL(filePath: path))
    return path
  }

  static let folder: URL = {
    let folder = FileManager.default.temporaryDirectory.appending(path: "attune-benchmarks-\(getpid())")
    try! FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    atexit { try? FileManager.default.removeItem(at: Setup.folder) }
    return folder
  }()
}

/// A wrong answer has no speed.
struct WrongAnswer: Error {
  var stage: String
}

func check(_ isRight: Bool, _ stage: @autoclosure () -> String) throws(WrongAnswer) {
  guard isRight else { throw WrongAnswer(stage: stage()) }
}
