@_spi(Server) import AttuneWorkflows
import HTTPTypes

/// Why a request is not done.
enum Problem: Error, Sendable {
  /// The name under which the server was reached is not one of its own.
  case badHost
  /// More than one name is given.
  case severalHosts
  /// A page of another site has sent it.
  case otherOrigin
  case noToken
  case notFound
  /// The server was started without an option.
  case notOn(String)
  /// No record has the number, or none any more.
  case noRecord
  case otherMethod(allowed: String)
  case otherType(allowed: String)
  /// Text in another encoding than UTF-8.
  case otherCharset
  case encoded
  case unknownOption(String, known: [String])
  case badOption(String, allowed: String)
  case document(Service.DocumentError)
  /// The records are not what the options say, or leave open how they are to be read.
  case records(String)
  case tooLarge(limit: Int)
  case tooSlow(seconds: Int)
  /// There is more in a file than its size shows: it is compressed.
  case unpacked(limit: Int)
  /// There are more records in a file than it may have.
  case tooMany(limit: Int)
  /// A file takes too long to read.
  case tooLong(seconds: Int)
  /// Too many requests at a time.
  case busy
  /// The bodies of all requests together take as much memory as they may.
  case full
  /// The file of corrections cannot be written.
  case cannotKeep
  /// Somebody else has corrected the text to this label; empty where the correction is gone.
  case otherCorrection(label: String)
  /// The store of the records cannot be read.
  case storeFailed

  var status: HTTPResponse.Status {
    switch self {
    case .badHost, .otherOrigin: .forbidden
    case .noToken: .unauthorized
    case .notFound, .noRecord, .notOn: .notFound
    case .otherMethod: .methodNotAllowed
    case .otherType, .otherCharset, .encoded: .unsupportedMediaType
    case .severalHosts, .unknownOption, .badOption, .document, .records: .badRequest
    case .tooLarge, .unpacked, .tooMany, .tooLong: .contentTooLarge
    case .tooSlow: .requestTimeout
    case .busy, .full: .serviceUnavailable
    case .cannotKeep, .storeFailed: .internalServerError
    case .otherCorrection: .conflict
    }
  }

  /// The rest of the request is not read, so that the connection cannot be used again.
  var closes: Bool {
    switch self {
    case .tooLarge, .tooSlow: true
    default: false
    }
  }

  var headers: HTTPFields {
    switch self {
    case .noToken: [.wwwAuthenticate: "Bearer"]
    case .otherMethod(let allowed): [.allow: allowed]
    case .busy, .full: [.retryAfter: "1"]
    default: [:]
    }
  }

  /// A sentence for the programmer of the client. Nothing of a text is in it, but a date that can be read in two ways.
  var message: String {
    switch self {
    case .badHost: "unknown Host; start the server with --name to allow it"
    case .severalHosts: "a request has one Host"
    case .otherOrigin: "requests of pages of other sites are refused"
    case .noToken: "a token is needed: Authorization: Bearer TOKEN"
    case .notFound: "no such address; see /openapi.json"
    case .notOn(let option): "not on: the server was started without \(option)"
    case .noRecord: "no record has this number"
    case .otherMethod(let allowed): "the method must be \(allowed)"
    case .otherType(let allowed): "Content-Type must be \(allowed)"
    case .otherCharset: "the charset must be utf-8"
    case .encoded: "bodies must not be compressed"
    case .unknownOption(let name, let known): "unknown option '\(name)'; options are \(known.joined(separator: ", "))"
    case .badOption(let name, let allowed): "option '\(name)' takes \(allowed)"
    case .records(let message): message
    case .document(.empty): "the body is empty"
    case .document(.malformed(let reason)): "the body is not one JSON value: \(reason)"
    case .document(.tooDeep(let limit)): "the body is nested deeper than \(limit) brackets"
    case .tooLarge(let limit):
      "the body is longer than \(limit >> 20) MiB; streams (application/x-ndjson) and files of 'attune serve' may be"
    case .unpacked(let limit):
      "the file holds more than \(limit >> 20) MiB when it is unpacked; start the server with it: attune serve FILE"
    case .tooMany(let limit):
      "the file holds more than \(limit) records; start the server with it: attune serve FILE"
    case .tooLong(let seconds):
      "reading the file takes more than \(seconds) seconds; start the server with it: attune serve FILE"
    case .tooSlow(let seconds): "the body did not arrive within \(seconds) seconds"
    case .busy: "too many requests at a time"
    case .full: "the bodies of other requests take all the memory that there is for bodies"
    case .cannotKeep: "the correction could not be written"
    case .otherCorrection(let label):
      label.isEmpty
        ? "the correction that you know of is gone" : "somebody has corrected this text to '\(label)' in the meantime"
    case .storeFailed: "the store of the records cannot be read"
    }
  }
}
