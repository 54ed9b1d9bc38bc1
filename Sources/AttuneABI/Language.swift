import Attune
import AttunePlatform
import CAttune
import CPlatform
import Synchronization

/// See `attune.h`.
@c @implementation
public func attune_language(_ text: UnsafePointer<CChar>!, _ length: Int) -> UnsafePointer<CChar>! {
  guard let bytes = try? bytesAt(text, length) else { return nil }
  if !isReadyForLanguages.load(ordering: .acquiring) {
    attune_hold_forks()
    readyForLanguages()
    attune_release_forks()
  }
  guard let code = Model.language(ofUTF8: bytes) else { return nil }
  return languageNames.withLock { names in
    if let name = names[code]?.pointer { return name }
    guard let copy = strdup(code) else { return nil }
    names[code] = LanguageName(pointer: UnsafePointer(copy))
    return UnsafePointer(copy)
  }
}

private let isReadyForLanguages = Atomic(false)

/// Looks at the languages of texts once, for the sake of forks: see `ModelHandle.ready(for:)`.
func readyForLanguages() {
  for specimen in ["Leider ist das Paket noch nicht angekommen, İ é", "お待ちしております", "Где моя посылка?"] {
    var text = specimen
    _ = text.withUTF8 { Model.language(ofUTF8: $0) }
  }
  isReadyForLanguages.store(true, ordering: .releasing)
}

private struct LanguageName: @unchecked Sendable {  // Never written, never freed.
  let pointer: UnsafePointer<CChar>
}

/// The codes that were given, which live as long as the program.
private let languageNames = Mutex<[String: LanguageName]>([:])
