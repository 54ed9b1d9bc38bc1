import Attune
import CAttune

/// See `attune.h`.
@c @implementation
public func attune_classify(
  _ model: OpaquePointer!, _ text: UnsafePointer<CChar>!, _ length: Int, _ verdict: UnsafePointer<attune_columns>!
) -> attune_status {
  var text = attune_text(bytes: text, length: length)
  return withUnsafePointer(to: &text) { text in
    reporting { () throws(ABIError) in
      try classify(model, PointedTexts(texts: text, count: 1), nil, verdict)
    }
  }
}

/// See `attune.h`.
@c @implementation
public func attune_classify_batch(
  _ model: OpaquePointer!, _ texts: UnsafePointer<attune_text>!, _ count: Int,
  _ options: UnsafePointer<attune_options>!, _ verdicts: UnsafePointer<attune_columns>!
) -> attune_status {
  reporting { () throws(ABIError) in
    guard count > 0 else { return }
    guard let texts else { throw .argument("\(count) texts at a null pointer") }
    try classify(model, PointedTexts(texts: texts, count: count), options, verdicts)
  }
}

/// See `attune.h`.
@c @implementation
public func attune_classify_arrow(
  _ model: OpaquePointer!, _ schema: UnsafePointer<ArrowSchema>!, _ array: UnsafePointer<ArrowArray>!, _ first: Int64,
  _ count: Int64, _ options: UnsafePointer<attune_options>!, _ verdicts: UnsafePointer<attune_columns>!
) -> attune_status {
  reporting { () throws(ABIError) in
    guard let schema, let array, array.pointee.release != nil else {
      throw .argument("an Arrow array that is null or released")
    }
    try classify(
      model, ArrowTexts(schema.pointee, array.pointee, first: first, count: count), options, verdicts)
  }
}

private func classify(
  _ model: OpaquePointer?, _ texts: some TextSource & Sendable, _ options: UnsafePointer<attune_options>?,
  _ verdicts: UnsafePointer<attune_columns>?
) throws(ABIError) {
  guard let model else { throw .argument("no model") }
  guard let verdicts else { throw .argument("nowhere to write verdicts") }
  let handle = ModelHandle.at(model)
  let columns = Columns(verdicts.pointee, classes: handle.model.labels.count, count: texts.count)
  try BatchClassification(handle: handle, texts: texts, columns: columns)
    .run(threads: options.map { Int($0.pointee.threads) } ?? 0)
}
