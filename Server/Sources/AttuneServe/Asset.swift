import AttuneServeFiles
import Hummingbird
import HTTPTypes
import NIOCore

/// What is fetched: the page and documents that are part of the program, and what monitors ask.
struct Asset {
  static let health = "/healthz"
  static let metrics = "/metrics"
  static let paths = [health, metrics] + Array(files.keys)
  /// What people open.
  static let pages: Set = ["/", "/explore"]

  /// The page is nothing without its files, which say nothing of anybody: only what it asks for needs a token.
  static func isPage(_ path: String) -> Bool { files[path] != nil && path != "/openapi.json" }

  private static let files: [String: Asset] = [
    "/": page("text/html; charset=utf-8", attune_serve_file_index()),
    "/explore": page("text/html; charset=utf-8", attune_serve_file_index()),
    "/desk.css": page("text/css; charset=utf-8", attune_serve_file_desk_css()),
    "/icon.svg": page("image/svg+xml", attune_serve_file_icon()),
    "/openapi.json": Asset(type: "application/json", bytes: attune_serve_file_openapi().buffer),
    "/api.js": script(attune_serve_file_api_js()),
    "/correction.js": script(attune_serve_file_correction_js()),
    "/draft.js": script(attune_serve_file_draft_js()),
    "/elements.js": script(attune_serve_file_elements_js()),
    "/explore.js": script(attune_serve_file_explore_js()),
    "/main.js": script(attune_serve_file_main_js()),
    "/queue.js": script(attune_serve_file_queue_js()),
    "/reading.js": script(attune_serve_file_reading_js()),
    "/try.js": script(attune_serve_file_try_js()),
  ]

  private let type: String
  private let bytes: ByteBuffer
  private var policy: String?

  private init(type: String, bytes: ByteBuffer, policy: String? = nil) {
    self.type = type
    self.bytes = bytes
    self.policy = policy
  }

  private static func script(_ file: attune_serve_file) -> Asset { page("text/javascript; charset=utf-8", file) }

  private static func page(_ type: String, _ file: attune_serve_file) -> Asset {
    // Its own files and requests, and nothing inline.
    let policy =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
      + "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
    return Asset(type: type, bytes: file.buffer, policy: policy)
  }

  /// - Returns: nil for other addresses.
  init?(_ path: String, _ metrics: Metrics) {
    switch path {
    case Self.health: self.init(type: "text/plain; charset=utf-8", bytes: ByteBuffer(string: "ok\n"))
    case Self.metrics:
      self.init(type: "text/plain; version=0.0.4; charset=utf-8", bytes: ByteBuffer(string: metrics.text))
    default:
      guard let file = Self.files[path] else { return nil }
      self = file
    }
  }

  var response: Response {
    var headers: HTTPFields = [.contentType: type]
    if let policy { headers[.contentSecurityPolicy] = policy }
    return Response(status: .ok, headers: headers, body: .init(byteBuffer: bytes))
  }
}

extension attune_serve_file {
  fileprivate var buffer: ByteBuffer { ByteBuffer(bytes: UnsafeBufferPointer(start: bytes, count: count)) }
}
