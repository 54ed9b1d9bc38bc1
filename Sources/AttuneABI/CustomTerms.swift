import Attune
import CAttune
import CPlatform

/// See `attune.h`.
@c @implementation
public func attune_with_lexicon(
  _ model: OpaquePointer!, _ terms: UnsafePointer<attune_text>!, _ valences: UnsafePointer<Float>!, _ count: Int,
  _ result: UnsafeMutablePointer<OpaquePointer?>!
) -> attune_status {
  reporting { () throws(ABIError) in
    guard let result else { throw .argument("no place to put the model") }
    result.pointee = nil
    guard let model else { throw .argument("no model") }
    let terms = try PointedTexts(terms, count: count, "terms")
    let handle = ModelHandle.at(model)
    if !handle.model.isSentiment, count > 0, valences != nil, (0..<count).contains(where: { !valences[$0].isNaN }) {
      throw .argument("valences need a sentiment model")
    }
    // Tables of the tokenizer are made when they are first needed.
    attune_hold_forks()
    defer { attune_release_forks() }
    result.pointee = ModelHandle(handle.model.with(try lexicon(terms, valences))).pointer
  }
}

private func lexicon(_ terms: PointedTexts, _ valences: UnsafePointer<Float>?) throws(ABIError) -> CustomLexicon {
  var lexicon = CustomLexicon()
  let scratch = TokenizerScratch()
  for index in 0..<terms.count {
    guard let bytes = try terms.text(index) else { throw .argument("no term", index: index) }
    let valence = valences.flatMap { $0[index].isNaN ? nil : Double($0[index]) }
    do throws(CustomLexicon.Objection) {
      try lexicon.add(String(decoding: bytes, as: UTF8.self), valence: valence, scratch: scratch)
    } catch {
      throw .argument("\(error)", index: index)
    }
  }
  return lexicon
}
