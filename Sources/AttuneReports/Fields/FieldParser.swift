/// Reads what one column of an export holds.
package protocol FieldParser: Sendable {
  associatedtype Value

  /// - Parameter field: UTF-8, which need not be valid; neither empty nor missing, and without blanks at its ends.
  func parse(_ field: FieldCursor) throws(FieldError) -> Value
}

extension FieldParser {
  /// - Parameter field: UTF-8, which need not be valid.
  /// - Returns: nil when the field is empty or says that there is no value.
  package func parse(utf8 field: UnsafeBufferPointer<UInt8>) throws(FieldError) -> Value? {
    let cursor = FieldCursor(field)
    return cursor.isMissing ? nil : try parse(cursor)
  }

  package func parse(_ field: String) throws(FieldError) -> Value? {
    var field = field
    let result = field.withUTF8 { bytes -> Result<Value?, FieldError> in
      do throws(FieldError) { return .success(try parse(utf8: bytes)) } catch { return .failure(error) }
    }
    return try result.get()
  }
}
