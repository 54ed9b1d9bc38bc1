@_spi(Server) import AttuneWorkflows
import Foundation

/// Takes corrections of verdicts into a file.
struct Corrections: Sendable {
  static let path = "/v1/corrections"
  /// Bytes of a correction.
  static let limit = 1 << 20

  private let file: CorrectionFile

  /// - Parameter path: of the file, which is made when the first correction comes.
  /// - Throws: ends with a sentence where the file cannot be read.
  init(_ path: String) throws {
    do throws(CorrectionFile.Failure) {
      file = try CorrectionFile(path)
    } catch {
      guard case .unwritable(let message) = error else { throw error }
      try Exit.fail(message, Exit.inputOutput)
    }
  }

  /// What a text was corrected to; nil where it was not.
  func label(of text: String) -> String? { file.label(of: text) }

  /// What a page knows of a text before it is corrected.
  private struct Knowledge: Decodable {
    /// The label to which it has been corrected; empty for none.
    var known: String?
    var text: String
  }

  /// - Parameter body: an object with a text and one of the model's labels.
  /// - Throws: `Problem`.
  func add(_ body: [UInt8], _ service: Service) throws -> Answer {
    let document: Service.Document
    do throws(Service.DocumentError) {
      document = try Service.document(body)
    } catch {
      throw Problem.document(error)
    }
    guard !document.isList else { throw Problem.document(.malformed("a correction is an object, not a list")) }
    let correction = service.correction(document.lines)
    guard correction.problems == 0 else {
      if let error = Service.fault(in: body) { throw Problem.document(error) }
      return correction
    }
    guard let given = try? JSONDecoder().decode(Knowledge.self, from: Data(body)) else {
      throw Problem.records("fields 'text' and 'known' must be strings")
    }
    do throws(CorrectionFile.Failure) {
      try file.set(correction, known: given.known)
    } catch {
      switch error {
      case .conflict(let label): throw Problem.otherCorrection(label: label)
      case .unwritable(let message):
        Exit.say(message)
        throw Problem.cannotKeep
      }
    }
    return correction
  }
}
