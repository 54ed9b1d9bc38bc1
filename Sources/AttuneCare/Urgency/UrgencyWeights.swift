import Attune
import AttuneFiles
import AttunePlatform

/// How much more urgent each reason makes a message, in logits. Weights are read from a YAML file; the shipped one
/// (`weights.yaml`) documents the format.
public struct UrgencyWeights: Sendable, Equatable {
  /// The logit of a message about which nothing is known.
  public internal(set) var bias: Double = 0
  /// Multiplied by the probability that the sentiment is negative.
  public internal(set) var negative: Double = 0
  /// The same for positive.
  public internal(set) var positive: Double = 0
  /// Multiplied by the probability of each of the nine tones, by name. If all are 0, tones need not be scored.
  public internal(set) var tones: [String: Double] = [:]
  /// Multiplied by what the words of the message are worth, as was learned of labelled ones.
  public internal(set) var words: Double = 0
  /// Added for each reason that is found.
  public internal(set) var reasons: [UrgencyReason: Double] = [:]
  /// Added for each sign of calm, by name.
  public internal(set) var calming: [String: Double] = [:]
  /// What a customer's earlier messages add.
  public internal(set) var customer = Customer()

  /// See `weights.yaml`.
  public struct Customer: Sendable, Equatable {
    /// Added for the first earlier message; the n-th adds an n-th of it.
    public internal(set) var earlierContact: Double = 0
    /// Multiplied by the amount by which the score has fallen.
    public internal(set) var fallingSentiment: Double = 0
    /// How much the logit of an earlier message fades with each further one.
    public internal(set) var fading: Double = 0
    /// Days after which earlier messages add half as much; 0 for any time.
    public internal(set) var halfLife: Double = 0
  }

  /// Why weights cannot be read.
  public enum Failure: Error, Equatable, Sendable {
    /// Not YAML.
    case malformed(line: Int?, message: String)
    /// An unknown key, and the known ones.
    case unknownKey(String, line: Int?, known: [String])
    /// A key that occurs twice.
    case duplicateKey(String)
    /// A value that is not a finite number.
    case notANumber(key: String, value: String, line: Int?)
    /// Keys and values were expected.
    case notAMapping(key: String, line: Int?)
  }

  /// The shipped weights.
  public static let shipped: UrgencyWeights = {
    // A test reads the file.
    try! UrgencyWeights(yaml: attune_file_weights().text, over: UrgencyWeights())
  }()

  /// Reads weights. Anything that the text leaves out is as in `shipped`.
  ///
  /// - Throws: `Failure`
  public init(yaml: String) throws(Failure) { try self.init(yaml: yaml, over: .shipped) }

  private init() {}

  private init(yaml: String, over base: UrgencyWeights) throws(Failure) {
    self = base
    for (key, node) in try Self.root(yaml).pairs(of: "") {
      switch key {
      case "bias": bias = try node.number(key)
      case "words": words = try node.number(key)
      case "sentiment":
        for (name, value) in try node.pairs(of: key) {
          switch name {
          case "negative": negative = try value.number(name)
          case "positive": positive = try value.number(name)
          default: throw .unknownKey(name, line: value.line, known: ["negative", "positive"])
          }
        }
      case "tones":
        for (name, value) in try node.pairs(of: key) {
          guard ToneTaxonomy.core.labels.contains(name) else {
            throw .unknownKey(name, line: value.line, known: ToneTaxonomy.core.labels)
          }
          tones[name] = try value.number(name)
        }
      case "reasons":
        for (name, value) in try node.pairs(of: key) {
          guard let reason = UrgencyReason(rawValue: name), UrgencyReason.cues.contains(reason) else {
            throw .unknownKey(name, line: value.line, known: UrgencyReason.cues.map(\.rawValue))
          }
          reasons[reason] = try value.number(name)
        }
      case "calming":
        for (name, value) in try node.pairs(of: key) {
          guard CalmingReason(rawValue: name) != nil else {
            throw .unknownKey(name, line: value.line, known: CalmingReason.allCases.map(\.rawValue))
          }
          calming[name] = try value.number(name)
        }
      case "customer":
        for (name, value) in try node.pairs(of: key) {
          switch name {
          case "earlier_contact": customer.earlierContact = try value.number(name)
          case "falling_sentiment": customer.fallingSentiment = try value.number(name)
          case "fading": customer.fading = try value.number(name)
          case "half_life": customer.halfLife = try value.number(name)
          default:
            throw .unknownKey(
              name, line: value.line, known: ["earlier_contact", "falling_sentiment", "fading", "half_life"])
          }
        }
      default:
        throw .unknownKey(
          key, line: node.line, known: ["bias", "words", "sentiment", "tones", "reasons", "calming", "customer"])
      }
    }
  }
}

extension UrgencyWeights {
  /// The tones that have a weight must be scored.
  package var toneTaxonomies: Set<ToneTaxonomy> { tones.values.contains { $0 != 0 } ? [.core] : [] }
}

extension UrgencyWeights.Customer {
  /// The part that is left of what earlier messages add.
  /// - Parameter seconds: since the last of them; nil without times.
  func left(after seconds: Int?) -> Float {
    guard let seconds, seconds > 0, halfLife > 0 else { return 1 }
    return Float(exp2(-Double(seconds) / (86_400 * halfLife)))
  }
}

extension UrgencyWeights {
  private static func root(_ yaml: String) throws(Failure) -> YAMLNode {
    do throws(YAMLError) {
      return try YAMLNode.read(yaml) ?? YAMLNode(content: .mapping([]), line: 1)
    } catch {
      switch error {
      case .malformed(let line, let message): throw .malformed(line: line, message: message)
      case .duplicateKey(let key): throw .duplicateKey(key)
      }
    }
  }
}

extension YAMLNode {
  fileprivate func pairs(of key: String) throws(UrgencyWeights.Failure) -> [(String, YAMLNode)] {
    guard let mapping else {
      if scalar?.isEmpty == true { return [] }
      throw .notAMapping(key: key, line: line)
    }
    return mapping.map { ($0.key.scalar ?? "", $0.value) }
  }

  fileprivate func number(_ key: String) throws(UrgencyWeights.Failure) -> Double {
    let text = scalar ?? ""
    guard let number = Double(text), number.isFinite, abs(number) <= 1000 else {
      throw .notANumber(key: key, value: text, line: line)
    }
    return number
  }
}
