import Attune
import AttuneFiles

/// What customers write about: aspects, and the terms by which they are found. It is read from a YAML file; the shipped
/// one (`taxonomy.yaml`) documents the format.
public struct Taxonomy: Sendable {
  /// Something that customers write about.
  public struct Aspect: Sendable, Hashable {
    /// Its name.
    public var name: String
    /// Words, and patterns of words.
    public var terms: [String]
    /// The broader aspect to which it belongs.
    public var partOf: String?

    /// An aspect with its parts.
    public init(name: String, terms: [String], partOf: String? = nil) {
      self.name = name
      self.terms = terms
      self.partOf = partOf
    }
  }

  /// Why a taxonomy cannot be used.
  public enum Failure: Error, Equatable, Sendable {
    /// Not YAML, or not in the format of `taxonomy.yaml`.
    case malformed(line: Int?, message: String)
    /// No aspect at all.
    case noAspects
    case duplicateAspect(String)
    /// An aspect without terms.
    case noTerms(aspect: String)
    /// A term that is blank or cannot be searched for.
    case unusableTerm(String, aspect: String)
    /// A term that occurs twice.
    case duplicateTerm(String, aspects: [String])
    /// A term with more words or alternatives than can be searched for.
    case longTerm(String, aspect: String)
    /// More aspects than allowed.
    case tooManyAspects(limit: Int)
    /// More different words than can be distinguished.
    case tooManyWords(limit: Int)
    /// `part_of` does not name an aspect.
    case unknownAspect(String, in: String)
    /// Aspects that are part of one another in a circle.
    case cycle([String])
  }

  /// The maximum number of aspects of a taxonomy; they are numbered in two bytes.
  public static let aspectLimit = Int(UInt16.max)

  /// The aspects, in the order of the file.
  public let aspects: [Aspect]
  let patterns: PatternSet
  /// The aspect of each rule of the patterns.
  let aspectOfRule: [Int]

  /// The shipped taxonomy for customer feedback.
  public static let shipped: Taxonomy = {
    // A test reads the file.
    try! Taxonomy(yaml: attune_file_taxonomy().text)
  }()

  /// Reads a taxonomy.
  ///
  /// - Throws: `Failure`
  public init(yaml: String) throws(Failure) {
    let root: YAMLNode?
    do throws(YAMLError) {
      root = try YAMLNode.read(yaml)
    } catch {
      switch error {
      case .duplicateKey(let name): throw .duplicateAspect(name)
      case .malformed(let line, let message): throw .malformed(line: line, message: message)
      }
    }
    guard let root else { throw .noAspects }
    guard let mapping = root.mapping else {
      throw .malformed(line: root.line, message: "aspect names were expected")
    }
    var aspects: [Aspect] = []
    for (key, value) in mapping {
      var aspect = Aspect(name: key.scalar ?? "", terms: [])
      if let terms = value.sequence {
        aspect.terms = try Self.strings(terms)
      } else if let parts = value.mapping {
        for (part, content) in parts {
          switch part.scalar {
          case "terms":
            guard let terms = content.sequence else {
              throw .malformed(line: content.line, message: "'terms' is not a list")
            }
            aspect.terms = try Self.strings(terms)
          case "part_of":
            guard let wider = content.scalar else {
              throw .malformed(line: content.line, message: "'part_of' is not a name")
            }
            aspect.partOf = wider
          default:
            throw .malformed(
              line: part.line, message: "'\(part.scalar ?? "")' is neither 'terms' nor 'part_of'")
          }
        }
      } else if value.scalar?.isEmpty != true {
        throw .malformed(line: value.line, message: "'\(aspect.name)' has no list of terms")
      }
      aspects.append(aspect)
    }
    try self.init(aspects)
  }

  private static func strings(_ list: [YAMLNode]) throws(Failure) -> [String] {
    var strings: [String] = []
    for entry in list {
      guard let scalar = entry.scalar else {
        throw .malformed(line: entry.line, message: "a term is not text")
      }
      strings.append(scalar)
    }
    return strings
  }

  /// - Throws: `Failure`
  public init(_ aspects: [Aspect]) throws(Failure) {
    guard !aspects.isEmpty else { throw .noAspects }
    guard aspects.count <= Self.aspectLimit else { throw .tooManyAspects(limit: Self.aspectLimit) }
    var places: [String: Int] = [:]
    for (index, aspect) in aspects.enumerated() {
      guard !aspect.terms.isEmpty, !aspect.name.isEmpty else { throw .noTerms(aspect: aspect.name) }
      guard places.updateValue(index, forKey: aspect.name) == nil else { throw .duplicateAspect(aspect.name) }
    }
    try Self.checkParts(aspects, places)
    let scratch = TokenizerScratch()
    var patterns: [(Pattern, PatternSet.Rule)] = []
    var aspectOfRule: [Int] = []
    var owners: [String: String] = [:]
    func add(_ term: String, _ index: Int) throws(Failure) {
      do throws(PatternError) {
        patterns.append((try Pattern(term: term, scratch: scratch), .init(group: 0, level: 1)))
      } catch {
        switch error {
        case .tooLarge: throw .longTerm(term, aspect: aspects[index].name)
        default: throw .unusableTerm(term, aspect: aspects[index].name)
        }
      }
      aspectOfRule.append(index)
    }
    for (index, aspect) in aspects.enumerated() {
      for term in aspect.terms {
        let key = term.lowercased()
        if let owner = owners.updateValue(aspect.name, forKey: key) {
          throw .duplicateTerm(term, aspects: owner == aspect.name ? [owner] : [owner, aspect.name])
        }
        try add(term, index)
      }
    }
    for (index, aspect) in aspects.enumerated() {
      for term in aspect.terms {
        guard let plural = Self.plural(of: term), owners.updateValue(aspect.name, forKey: plural.lowercased()) == nil
        else {
          continue
        }
        try add(plural, index)
      }
    }
    do throws(PatternError) {
      self.patterns = try PatternSet(patterns: patterns, classes: [:], named: [], direction: .backwards)
    } catch {
      // Terms that can be read are wrong only all together.
      throw .tooManyWords(limit: PatternSet.wordLimit)
    }
    self.aspects = aspects
    self.aspectOfRule = aspectOfRule
  }

  /// Follows every aspect to the widest that it is part of.
  ///
  /// - Complexity: O(aspects): what was followed once is not followed again.
  private static func checkParts(_ aspects: [Aspect], _ places: [String: Int]) throws(Failure) {
    /// From which aspect on each was followed first.
    var seen = [Int?](repeating: nil, count: aspects.count)
    for start in aspects.indices {
      var place = start
      while seen[place] == nil {
        seen[place] = start
        guard let name = aspects[place].partOf else { break }
        guard let wider = places[name] else { throw .unknownAspect(name, in: aspects[place].name) }
        if seen[wider] == start { throw .cycle(circle(through: wider, aspects, places)) }
        place = wider
      }
    }
  }

  /// The names of a circle, the first once more at the end.
  private static func circle(through first: Int, _ aspects: [Aspect], _ places: [String: Int]) -> [String] {
    var names = [aspects[first].name]
    var place = aspects[first].partOf.flatMap { places[$0] } ?? first
    while place != first {
      names.append(aspects[place].name)
      place = aspects[place].partOf.flatMap { places[$0] } ?? first
    }
    return names + [aspects[first].name]
  }

  /// A term with its last word in the plural; nil where that has another form already or is a pattern.
  private static func plural(of term: String) -> String? {
    guard let last = term.last, last.isLetter, last.isASCII, !term.hasSuffix("s"), !term.hasSuffix("ed"),
      !term.hasSuffix("ing"),
      !term.contains("|")
    else { return nil }
    if last == "y", let before = term.dropLast().last, !"aeiou".contains(before) { return term.dropLast() + "ies" }
    return term + (term.hasSuffix("sh") || term.hasSuffix("ch") || last == "x" ? "es" : "s")
  }
}
