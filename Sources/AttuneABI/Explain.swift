import Attune
import AttunePlatform
import CAttune

/// See `attune.h`.
@c @implementation
public func attune_explain_json(
  _ model: OpaquePointer!, _ text: UnsafePointer<CChar>!, _ length: Int,
  _ json: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>!
) -> attune_status {
  makeString(json) { () throws(ABIError) in
    guard let model else { throw .argument("no model") }
    let bytes = try bytesAt(text, length)
    let handle = ModelHandle.at(model)
    handle.ready(for: .explanation)
    return explanationJSON(handle.model.explain(utf8: bytes), labels: handle.model.labels)
  }
}

/// See `attune.h`.
@c @implementation
public func attune_card_json(
  _ model: OpaquePointer!, _ json: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>!
) -> attune_status {
  makeString(json) { () throws(ABIError) in
    guard let model else { throw .argument("no model") }
    var out = JSONText()
    out.append(ModelHandle.at(model).model.card.map { ($0.key, $0.value) }) { $0.append(string: $1) }
    return out.text
  }
}

/// See `attune.h`.
@c @implementation
public func attune_free_string(_ string: UnsafeMutablePointer<CChar>!) { free(string) }

/// More bytes than the addresses of any processor reach.
let mostBytes = 1 << 56

/// Bytes of a caller.
/// - Parameter place: of the text among others, for errors.
/// - Throws: `ABIError.argument` for a length that no memory has, and for bytes at a null pointer.
func bytesAt(
  _ text: UnsafePointer<CChar>?, _ length: Int, place: Int? = nil
) throws(ABIError) -> UnsafeBufferPointer<UInt8> {
  // `size_t` has no sign; a number that had one comes as a length beyond all memory.
  guard (0...mostBytes).contains(length) else {
    throw .argument("a length of \(UInt(bitPattern: length)) bytes", index: place)
  }
  guard let text else {
    if length > 0 { throw .argument("\(length) bytes at a null pointer", index: place) }
    return UnsafeBufferPointer(start: nil, count: 0)
  }
  return UnsafeBufferPointer(start: UnsafeRawPointer(text).assumingMemoryBound(to: UInt8.self), count: length)
}

func makeString(
  _ result: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, _ body: () throws(ABIError) -> String
) -> attune_status {
  reporting { () throws(ABIError) in
    guard let result else { throw .argument("no place to put the string") }
    result.pointee = nil
    guard let copy = strdup(try body()) else { throw .argument("no memory is left for the string") }
    result.pointee = copy
  }
}

func explanationJSON(_ explanation: Explanation, labels: [String]) -> String {
  var out = JSONText()
  func appendNumbers(_ numbers: [Double]) { out.append(zip(labels, numbers)) { $0.append($1) } }
  out.append("{\"label\":")
  out.append(string: explanation.verdict.label)
  out.append(",\"score\":")
  out.append(explanation.verdict.score)
  out.append(",\"probabilities\":")
  appendNumbers(explanation.verdict.probabilities)
  out.append(",\"logits\":")
  appendNumbers(explanation.logits)
  out.append(",\"parts\":[")
  for (index, part) in explanation.parts.enumerated() {
    if index > 0 { out.append(",") }
    out.append("{\"kind\":")
    out.append(string: part.kind.rawValue)
    out.append(",\"start\":\(part.range.lowerBound),\"end\":\(part.range.upperBound),\"name\":")
    out.append(string: part.name)
    out.append(",\"contributions\":")
    appendNumbers(part.contributions)
    out.append("}")
  }
  out.append("]}")
  return out.text
}
