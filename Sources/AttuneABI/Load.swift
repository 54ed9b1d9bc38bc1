import Attune
import CAttune
import CPlatform

/// See `attune.h`.
@c @implementation
public func attune_abi_version() -> UInt32 { UInt32(ATTUNE_ABI_MAJOR << 16 | ATTUNE_ABI_MINOR) }

/// See `attune.h`.
@c @implementation
public func attune_model_version() -> UInt32 { ModelFile.version }

/// See `attune.h`.
@c @implementation
public func attune_load(
  _ path: UnsafePointer<CChar>!, _ model: UnsafeMutablePointer<OpaquePointer?>!
) -> attune_status {
  load(into: model) { () throws(ABIError) in
    do throws(ModelError) {
      guard let path else { return try Model.shipped() }
      return try Model.load(pathBytes: path)
    } catch {
      throw .model(error)
    }
  }
}

/// See `attune.h`.
@c @implementation
public func attune_load_bytes(
  _ bytes: UnsafeRawPointer!, _ length: Int, _ model: UnsafeMutablePointer<OpaquePointer?>!
) -> attune_status {
  load(into: model) { () throws(ABIError) in
    let bytes = try bytesAt(bytes?.assumingMemoryBound(to: CChar.self), length)
    do throws(ModelError) {
      return try Model.load(bytes: bytes)
    } catch {
      throw .model(error)
    }
  }
}

private func load(
  into result: UnsafeMutablePointer<OpaquePointer?>?, _ body: () throws(ABIError) -> Model
) -> attune_status {
  reporting { () throws(ABIError) in
    guard let result else { throw .argument("no place to put the model") }
    result.pointee = nil
    // The shipped model is made once: a child of a fork would wait for the thread that was making it.
    attune_hold_forks()
    defer { attune_release_forks() }
    result.pointee = ModelHandle(try body()).pointer
  }
}

/// See `attune.h`.
@c @implementation
public func attune_free(_ model: OpaquePointer!) {
  if let model { ModelHandle.release(model) }
}

/// See `attune.h`.
@c @implementation
public func attune_model_bytes(
  _ model: OpaquePointer!, _ length: UnsafeMutablePointer<Int>!
) -> UnsafeRawPointer! {
  guard let model else {
    length?.pointee = 0
    return nil
  }
  let bytes = ModelHandle.at(model).model.bytes
  length?.pointee = bytes.count
  return bytes.baseAddress
}

/// See `attune.h`.
@c @implementation
public func attune_class_count(_ model: OpaquePointer!) -> Int {
  model.map { ModelHandle.at($0).model.labels.count } ?? 0
}

/// See `attune.h`.
@c @implementation
public func attune_class_name(_ model: OpaquePointer!, _ label: Int32) -> UnsafePointer<CChar>! {
  model.flatMap { ModelHandle.at($0).name(Int(label)) }
}

/// See `attune.h`.
@c @implementation
public func attune_is_sentiment(_ model: OpaquePointer!) -> Int32 {
  model.map { ModelHandle.at($0).model.isSentiment ? 1 : 0 } ?? 0
}
