extension Model {
  /// The bytes of the model file, which live as long as the model.
  package var bytes: UnsafeRawBufferPointer { storage.bytes }
}
