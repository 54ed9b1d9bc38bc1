import AttuneStreams

extension FileIdentity {
  /// - Throws: a usage error when one of the inputs is given twice, or learned and held out.
  static func checkDifferent(_ training: [StreamInput], _ development: [StreamInput]) throws {
    let inputs = training + development
    for (index, input) in inputs.enumerated() {
      let identity = FileIdentity(input)
      guard
        let first = inputs[..<index].firstIndex(where: {
          $0.place == input.place || identity?.isRegular == true && FileIdentity($0) == identity
        })
      else { continue }
      let isMixed = first < training.count && index >= training.count
      let also = inputs[first].place == input.place ? "" : " (it is \(inputs[first].name) as well)"
      try Exit.fail(
        isMixed
          ? "\(input.name)\(also) is training data and cannot also be --dev"
          : "\(input.name)\(also) is given twice", Exit.usage)
    }
  }
}
