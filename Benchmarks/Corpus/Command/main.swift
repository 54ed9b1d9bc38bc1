// Writes records made of sample texts to standard output.
//
// usage: make-corpus posts|reviews|jsonl|csv MEGABYTES SAMPLES [SEED]
import Corpus
import Foundation

let arguments = CommandLine.arguments
guard (4...5).contains(arguments.count), let form = Corpus.Form(rawValue: arguments[1]),
  let size = Double(arguments[2]),
  let samples = try? String(contentsOfFile: arguments[3], encoding: .utf8),
  let seed = UInt64(arguments.count > 4 ? arguments[4] : "1")
else {
  FileHandle.standardError.write(Data("usage: make-corpus posts|reviews|jsonl|csv MEGABYTES SAMPLES [SEED]\n".utf8))
  exit(64)
}

var corpus = Corpus(samples: samples, seed: seed)
var left = Int(size * 1_000_000)
var out = Corpus.header(form)
var number = 0
while left > 0 {
  while out.count < min(left, 1 << 20) {
    number += 1
    Corpus.append(corpus.text(form), number: number, as: form, to: &out)
  }
  left -= out.count
  try FileHandle.standardOutput.write(contentsOf: out)
  out.removeAll(keepingCapacity: true)
}
