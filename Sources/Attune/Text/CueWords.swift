/// The few words that change what the words after them mean.
enum CueWords {
  enum Role: UInt8 {
    case none
    /// "not", "never", "don't": turns what follows around.
    case negator
    /// "none", "nobody": the same, farther.
    case farNegator
    /// "think", "once": behind a negator, carries it on ("I don't think that", "not once").
    case carrier
    /// "very", "absolutely": makes what follows stronger.
    case booster
    /// "slightly", "somewhat": makes what follows weaker.
    case dampener
    /// "but", "however": what follows weighs more than what came before.
    case contrast
    /// "although", "despite": the clause that follows weighs less.
    case concession
    /// "wish", "if", "would've": what follows is not so.
    case hypothetical
    /// "would", "should": with "have" or "be", what follows is not so.
    case modal
    /// "used": with "to", what follows is not so any more.
    case past
    /// "than": with "you" or "this", what came before is said of a rival.
    case than
    /// "zero" to "five": with "stars", a rating.
    case numeral
    /// "thanks", "regards": as one of the first three tokens of its sentence, makes a courtesy of what follows.
    case courtesy
    /// "hope": the same as the first or second, with "you" or the like behind it.
    case hope
    /// "have": the same as the first, with "a" or the like behind it.
    case wish

    var isCourteous: Bool { rawValue >= Self.courtesy.rawValue }
  }

  /// What a word does. The numbers are those of its role, side by side so that they are at hand.
  struct Cue {
    var role = Role.none
    /// So many tokens far it negates.
    var negation: UInt8 = 0
    /// The `ValenceContext` of the next words; 0 when it does not change.
    var intensity: UInt8 = 0

    init() {}

    fileprivate init(_ role: Role) {
      self.role = role
      switch role {
      case .negator: negation = UInt8(FeatureExtractor.negationReach + FeatureExtractor.faintReach)
      case .farNegator: negation = UInt8(FeatureExtractor.farReach + FeatureExtractor.faintReach)
      case .booster: intensity = ValenceContext.boosted
      case .dampener: intensity = ValenceContext.dampened
      default: break
      }
    }
  }

  /// A filter of 16,384 bits, which answers for 99 of 100 words, before open addressing by hash. Lives as long as the
  /// process.
  struct Table: @unchecked Sendable {  // Written once, before it is published; only read afterwards.
    private let bits: UnsafeMutablePointer<UInt64>
    private let slots: UnsafeMutablePointer<(hash: UInt64, cue: Cue)>
    /// What completes what a cue word begins, at hand without a check whether it has been made.
    let followers: UnsafePointer<Followers>
    /// What goes on with the wish that a word begins; see `wishFollowers`.
    private let wishes: UnsafeMutableBufferPointer<UInt64>
    private static let mask = 1023
    private static let filterMask = 255

    /// See `attune_table`.
    var filter: UnsafePointer<UInt64> { UnsafePointer(bits) }

    /// False for nearly every word that has no role.
    @inline(__always)
    func mayHold(_ hash: UInt64) -> Bool {
      bits[Int(truncatingIfNeeded: hash) & Self.filterMask] & Self.bit(hash) != 0
    }

    @inline(__always)
    private static func bit(_ hash: UInt64) -> UInt64 { 1 &<< (hash &>> 8) }

    @inline(never)
    func continuesWish(_ hash: UInt64) -> Bool { wishes.contains(hash) }

    @inline(__always)
    func cue(of hash: UInt64) -> Cue {
      var slot = Int(truncatingIfNeeded: hash) & Self.mask
      while slots[slot].hash != hash {
        if slots[slot].hash == 0 { return Cue() }
        slot = (slot &+ 1) & Self.mask
      }
      return slots[slot].cue
    }

    fileprivate init() {
      let followers = UnsafeMutablePointer<Followers>.allocate(cacheAligned: 1)
      followers.initialize(to: Followers())
      self.followers = UnsafePointer(followers)
      wishes = .allocate(capacity: CueWords.wishFollowers.count)
      _ = wishes.initialize(from: CueWords.wishFollowers.map { TokenHash.hash($0) })
      bits = .allocate(cacheAligned: Self.filterMask + 1)
      bits.initialize(repeating: 0, count: Self.filterMask + 1)
      slots = .allocate(cacheAligned: Self.mask + 1)
      slots.initialize(repeating: (0, Cue()), count: Self.mask + 1)
    }

    fileprivate func insert(_ word: StaticString, _ role: Role) {
      let hash = TokenHash.hash(word)
      var slot = Int(truncatingIfNeeded: hash) & Self.mask
      bits[Int(truncatingIfNeeded: hash) & Self.filterMask] |= Self.bit(hash)
      while slots[slot].hash != 0 { slot = (slot + 1) & Self.mask }
      slots[slot] = (hash, Cue(role))
    }
  }

  static let table: Table = {
    let table = Table()
    let words: [(Role, [StaticString])] = [
      (.negator, negators), (.farNegator, farNegators), (.carrier, carriers), (.booster, boosters),
      (.dampener, dampeners), (.contrast, contrasts), (.concession, concessions), (.hypothetical, hypotheticals),
      (.modal, modals),
      (.numeral, numerals), (.courtesy, courtesies), (.hope, hopes), (.wish, wishes),
      (.past, ["used"]), (.than, ["than"]),
    ]
    for (role, words) in words { for word in words { table.insert(word, role) } }
    return table
  }()

  private static let negators: [StaticString] = [
    "not", "no", "never", "nothing", "nowhere", "without", "cannot", "n't", "nt",
    "ain't", "aren't", "can't", "couldn't", "didn't", "doesn't", "don't", "hadn't", "hasn't", "haven't", "isn't",
    "mightn't", "mustn't", "needn't", "shouldn't", "wasn't", "weren't", "won't", "wouldn't", "shan't", "daren't",
    "aint", "arent", "cant", "couldnt", "didnt", "doesnt", "dont", "hadnt", "hasnt", "havent", "isnt", "mustnt",
    "neednt", "shouldnt", "wasnt", "werent", "wont", "wouldnt", "hardly", "barely", "scarcely", "rarely", "seldom",
    "lacks", "lacking", "lack", "nope",
  ]
  private static let boosters: [StaticString] = [
    "very", "really", "so", "too", "extremely", "absolutely", "totally", "completely", "utterly", "incredibly",
    "highly", "super", "truly", "particularly", "especially", "entirely", "exceptionally", "remarkably", "deeply",
    "thoroughly", "insanely", "unbelievably", "most", "more", "much", "such", "quite", "damn", "freaking", "fucking",
    "hugely", "greatly", "terribly", "awfully", "seriously", "soo", "way", "always",
  ]
  private static let dampeners: [StaticString] = [
    "slightly", "somewhat", "fairly", "rather", "kinda", "kind", "sort", "sorta", "partly", "partially", "mildly",
    "marginally", "occasionally", "sometimes", "little", "bit", "less", "almost", "nearly", "mostly", "just",
  ]
  private static let contrasts: [StaticString] = [
    "but", "however", "yet", "except", "unfortunately", "nevertheless", "nonetheless", "until",
    "now",
  ]
  private static let concessions: [StaticString] = [
    "although", "though", "despite", "albeit", "notwithstanding", "altho", "tho", "whilst",
  ]
  private static let farNegators: [StaticString] = ["none", "nobody", "neither", "nor", "no-one", "noone"]
  private static let carriers: [StaticString] = [
    "think", "believe", "say", "claim", "call", "imagine", "suppose", "suggest", "recall", "remember", "once", "point",
    "way", "means", "longer", "single", "one",
  ]
  private static let hypotheticals: [StaticString] = [
    "wish", "wished", "wishing", "hoped", "supposed", "if", "expected", "promised", "unless", "would've", "could've",
    "should've", "might've", "wouldve",
    "couldve", "shouldve",
  ]
  private static let numerals: [StaticString] = ["zero", "one", "two", "three", "four", "five"]
  private static let courtesies: [StaticString] = [
    "thank", "thanks", "thankyou", "thx", "thnx", "tnx", "ty", "ta", "cheers", "appreciate", "appreciated", "grateful",
    "obliged", "greetings", "regards", "wishes", "wishing", "sincerely", "faithfully",
  ]
  private static let hopes: [StaticString] = ["hope", "hoping", "trust", "trusting"]
  private static let wishes: [StaticString] = ["have", "enjoy", "happy"]
  /// "have a nice day", "hope you are well", "enjoy your weekend", "happy Easter"
  private static let wishFollowers: [StaticString] = [
    "a", "an", "you", "you're", "your", "all", "this", "everyone", "friday", "monday", "christmas", "easter", "new",
    "holidays",
  ]
  private static let modals: [StaticString] = ["would", "could", "should", "might"]

  /// Hashes of words that complete what a cue word or a number before them begins.
  struct Followers {
    /// "used to"
    let to = TokenHash.hash("to")
    /// "no longer"
    let longer = TokenHash.hash("longer")
    /// "would have", "would be"
    let have = TokenHash.hash("have")
    let be = TokenHash.hash("be")
    /// "5 stars"
    let star = TokenHash.hash("star")
    let stars = TokenHash.hash("stars")
    /// "5⭐"
    let starEmoji = TokenHash.hash("⭐")
    let starSign = TokenHash.hash("★")
    /// "2 out of 5"
    let out = TokenHash.hash("out")
    let of = TokenHash.hash("of")
    /// "than you"
    let rivals: InlineArray<7, UInt64> = [
      TokenHash.hash("you"), TokenHash.hash("this"), TokenHash.hash("yours"), TokenHash.hash("here"),
      TokenHash.hash("your"), TokenHash.hash("these"), TokenHash.hash("ours"),
    ]

    func isRival(_ hash: UInt64) -> Bool {
      for index in rivals.indices where rivals[index] == hash { return true }
      return false
    }

    /// Whether a word goes on with the rating that a number begins.
    func continuesRating(_ hash: UInt64) -> Bool { hash == out || isStar(hash) }
    func isStar(_ hash: UInt64) -> Bool { hash == star || hash == stars || hash == starEmoji || hash == starSign }
  }
}
