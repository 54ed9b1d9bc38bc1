extension RecordLayout {
  /// A record with its answers on scales alone: what is compared between those who speak of something and the others.
  func answersOnly(_ record: MeasuredRecord) -> MeasuredRecord {
    var record = record
    for (index, column) in measured.enumerated() where !column.kind.isOfAnswers { record.values[index] = nil }
    return record
  }
}
