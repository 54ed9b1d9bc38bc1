@testable import Attune
import Glibc

/// A model file with damage is refused, or the model is one: what it says are probabilities.
func fuzzModel(_ input: UnsafeBufferPointer<UInt8>) {
  var bytes = Array(input)
  check(bytes)
  // Checksums would hide nearly all of the loader.
  mendChecksums(&bytes)
  check(bytes)
}

private func check(_ bytes: [UInt8]) {
  guard let model = try? Model.load(bytes: bytes) else { return }
  for text in ["good food", "bad food, not good!!", "", "SOOOO good :) but 9/10", "would have been good"] {
    let verdict = model.classify(text)
    precondition(verdict.probabilities.count == model.labels.count)
    precondition(verdict.probabilities.allSatisfy { (0...1).contains($0) } && (-1...1).contains(verdict.score))
    _ = model.explain(text)
  }
  _ = model.topFeatures()
  _ = model.featureCount
  _ = model.lexicon
  _ = model.card
}

/// Makes the checksums of sections and directory right, as far as there are any.
private func mendChecksums(_ bytes: inout [UInt8]) {
  guard bytes.count >= ModelFile.headerBytes else { return }
  func number(_ at: Int) -> UInt64 {
    bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: at, as: UInt64.self) }
  }
  func put(_ sum: UInt64, at: Int) {
    for index in 0..<8 { bytes[at + index] = UInt8(truncatingIfNeeded: sum >> UInt64(8 * index)) }
  }
  let sections = Int(bytes[12])
  let end = ModelFile.headerBytes + sections * ModelFile.entryBytes
  guard end <= bytes.count else { return }
  for entry in stride(from: ModelFile.headerBytes, to: end, by: ModelFile.entryBytes) {
    let (sectionEnd, overflows) = number(entry + 8).addingReportingOverflow(number(entry + 16))
    guard !overflows, sectionEnd <= UInt64(bytes.count) else { continue }
    put(
      bytes.withUnsafeBytes {
        Checksum.of(UnsafeRawBufferPointer(rebasing: $0[Int(number(entry + 8))..<Int(sectionEnd)]))
      }, at: entry + 24)
  }
  put(
    bytes.withUnsafeBytes { Checksum.of(UnsafeRawBufferPointer(rebasing: $0[ModelFile.headerBytes..<end])) }, at: 24)
}

func writeModelSeeds(_ folder: String) throws {
  for (name, labels) in [
    ("sentiment", ["negative", "neutral", "positive"]), ("two", ["no", "yes"]), ("five", ["a", "b", "c", "d", "e"]),
  ] {
    var contents = HandmadeModel.contents(labels: labels)
    contents.lexicon = [hash("good"): 120, hash("bad"): -130]
    contents.names = [FeatureName(hash: hash("good"), kind: .word, text: "good", count: 7)]
    if labels.count == 3 {
      contents.convolution = HandmadeModel.convolution(of: ["good", "bad", "not", "food"]).encode()
    }
    let bytes = ModelFile.encode(contents)
    let file = fopen("\(folder)/\(name)", "w")
    precondition(file != nil && fwrite(bytes, 1, bytes.count, file) == bytes.count && fclose(file) == 0)
  }
}

/// The hash of folded bytes.
func hash(_ folded: String) -> UInt64 {
  Array(folded.utf8).withUnsafeBufferPointer { TokenHash.hash($0.baseAddress!, length: $0.count) }
}
