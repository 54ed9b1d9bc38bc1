import AttunePlatform
import AttuneReports
import AttuneStreams

extension PageOrigin {
  /// These inputs, today. SOURCE_DATE_EPOCH, in seconds since 1970, stands for another day, so that pages can be made again
  /// byte by byte.
  init(_ inputs: [StreamInput]) {
    let given = getenv("SOURCE_DATE_EPOCH").flatMap { Int(String(cString: $0)) }
    let seconds = given.flatMap { (0...253_402_300_799).contains($0) ? $0 : nil } ?? time(nil)
    let names = inputs.map { input in input.name.split(separator: "/").last.map(String.init) ?? input.name }
    self.init(files: names, made: Timestamp(seconds: seconds).dayText)
  }
}
