// The C library is built with ATTUNE_WITHOUT_FOUNDATION: it has no URLs, and Foundation would be half of it.
#if !ATTUNE_WITHOUT_FOUNDATION
  #if canImport(FoundationEssentials)
    import FoundationEssentials
  #else
    import Foundation
  #endif

  extension Model {
    /// Maps the model file at `url`.
    /// - Throws: `ModelError`; `unreadable` with `EINVAL` for a URL that is not a file URL.
    public static func load(contentsOf url: URL) throws(ModelError) -> Model {
      guard url.isFileURL else { throw .unreadable(path: url.absoluteString, errno: 22) }
      return try load(path: url.path)
    }
  }
#endif
