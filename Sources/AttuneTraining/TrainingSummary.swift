/// A model as training leaves it.
package struct TrainedModel: Sendable {
  /// Of a model file; the same for the same data and options.
  package var bytes: [UInt8]
  package var summary: TrainingSummary
}

/// What training did, in figures.
package struct TrainingSummary: Sendable {
  /// Different features of the texts.
  package struct Features: Sendable, Equatable {
    package var seen: Int
    /// Of those, the ones that stand there less often than `TrainingOptions.minimumCount`.
    package var rare: Int
    /// Of those, the ones that the model holds.
    package var kept: Int
  }

  /// Which texts told when to stop, and calibrated.
  package enum HeldOut: Sendable, Equatable {
    /// Groups that are not learned.
    case development
    /// One part of so many, learned in the end.
    case onePart(of: Int)
    /// So many parts in turn, which are all texts; learned in the end.
    case everyPart(of: Int)
  }

  /// Texts that the model learned.
  package var texts: Int
  package var features: Features
  /// Passes over the texts; 0 for naive Bayes.
  package var passes: Int
  /// The most passes that were tried.
  package var passesTried: Int
  package var heldOut: HeldOut
  /// What a model that had not learned them said of the texts held out. It is a little rosy: the same texts chose the
  /// passes and the calibration.
  package var evaluation: Evaluation
  /// What training from a model did to texts of other kinds; nil for a model from nothing.
  package var general: General?
  /// The tones of the model that training started from are those of the new one.
  package var keepsTones = false

  /// General texts that were not learned.
  package struct General: Sendable, Equatable {
    package var texts: Int
    /// Of those, the ones with the verdict that they had before.
    package var agreeing: Int
    /// What counts of the change of weights, so that enough of them agree.
    package var learnedShare: Double
  }
}
