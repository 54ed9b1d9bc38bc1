// Feeds a part of Attune with whatever libFuzzer comes up with.
//
// usage: Fuzz text|jsonl|table|numbers|model|abi|yaml|cues|redaction|fields|decoders|workbooks|json|heads
//             [libFuzzer's options and folders]
//        Fuzz models FOLDER     writes the seeds of `model`
import CFuzzer
import Glibc

/// A property that holds for any bytes; traps where it does not.
typealias Target = @Sendable (UnsafeBufferPointer<UInt8>) -> Void

let targets: [String: Target] = [
  "text": fuzzText, "jsonl": fuzzJSONL, "table": fuzzTable, "numbers": fuzzNumbers, "model": fuzzModel,
  "abi": fuzzABI,
  "yaml": fuzzYAML, "cues": fuzzCues, "redaction": fuzzRedaction, "fields": fuzzFields, "decoders": fuzzDecoders,
  "workbooks": fuzzWorkbooks, "json": fuzzJSON, "heads": fuzzHeads,
]

guard CommandLine.argc > 1 else {
  print("usage: Fuzz \(targets.keys.sorted().joined(separator: "|")) [libFuzzer's options and folders]")
  exit(64)
}
if CommandLine.arguments[1] == "models" {
  try writeModelSeeds(CommandLine.arguments[2])
  exit(0)
}
guard let target = targets[CommandLine.arguments[1]] else { fatalError("no target \(CommandLine.arguments[1])") }
let chosen = target

var count = CommandLine.argc - 1
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv + 1
arguments?[0] = CommandLine.unsafeArgv[0]
exit(
  LLVMFuzzerRunDriver(&count, &arguments) { bytes, count in
    // Of exactly the input's length, so that a read behind it is seen.
    let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: count)
    defer { copy.deallocate() }
    _ = copy.initialize(from: UnsafeBufferPointer(start: bytes, count: count))
    chosen(UnsafeBufferPointer(copy))
    return 0
  })
