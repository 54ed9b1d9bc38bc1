@_spi(Server) import AttuneWorkflows

/// A file to which corrections of verdicts are added, as `attune train` reads it: a line `{"text":"…","label":"…"}` each.
/// Lines are added whole, also by several servers; what two people say of one text is both kept.
struct Corrections: Sendable {
  static let path = "/v1/corrections"
  /// Bytes of a correction.
  static let limit = 1 << 20

  /// The file, which is made when the first correction comes.
  let file: String

  /// - Parameter body: an object with a text and one of the model's labels.
  /// - Throws: `Problem`.
  func add(_ body: [UInt8], _ service: Service) throws -> Answer {
    let document: Service.Document
    do throws(Service.DocumentError) {
      document = try Service.document(body)
    } catch {
      throw Problem.document(error)
    }
    guard !document.isList else { throw Problem.document(.malformed) }
    let correction = service.correction(document.lines)
    guard correction.problems == 0 else { return correction }
    do throws(Service.Failure) {
      try Service.append(correction, to: file)
    } catch {
      Exit.say("\(error)")
      throw Problem.cannotKeep
    }
    return correction
  }
}
