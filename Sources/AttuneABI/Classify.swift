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
      try classify(model, try PointedTexts(text, count: 1), nil, verdict)
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
    let texts = try PointedTexts(texts, count: count)
    if count == 0 {
      _ = try attune_options.at(options)
      return
    }
    try classify(model, texts, options, verdicts)
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
  guard let verdicts else { throw .argument("no place to write verdicts") }
  let options = try attune_options.at(options)
  let handle = ModelHandle.at(model)
  let columns = try Columns(verdicts.pointee, classes: handle.model.labels.count, count: texts.count)
  handle.ready(for: .verdict)
  try BatchClassification(handle: handle, texts: texts, columns: columns).run(threads: Int(options.threads))
}
