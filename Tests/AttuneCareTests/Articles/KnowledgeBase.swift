import Foundation

@testable import AttuneCare

/// The help centre of an invented business, and what its customers ask.
struct KnowledgeBase {
  enum Answer: Equatable {
    case article(Int)
    /// None, though it is about what the business does.
    case none
    /// None, and another subject.
    case offTopic
  }

  var index: ArticleIndex
  var questions: [(text: String, answer: Answer)]

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()

  /// - Parameter name: of a file of articles (`.md`) and one of questions (`.tsv`), which has the title of the article, "~"
  ///   for none, or "-" for another subject, and the question.
  init(_ name: String) throws {
    let articles = Article.markdown(try Self.text(name + ".md"), source: name + ".md")
    questions = try Self.text(name + ".tsv").split(separator: "\n").dropFirst().map { line in
      let fields = line.split(separator: "\t").map(String.init)
      switch fields[0] {
      case "~": return (fields[1], .none)
      case "-": return (fields[1], .offTopic)
      default: return (fields[1], .article(articles.firstIndex { $0.title == fields[0] }!))
      }
    }
    index = ArticleIndex(articles)
  }

  /// Several in one, without the questions of any that another one may answer.
  init(_ bases: [KnowledgeBase]) {
    index = ArticleIndex(bases.flatMap(\.index.articles))
    questions = []
    var start = 0
    for base in bases {
      for question in base.questions {
        if case .article(let number) = question.answer { questions.append((question.text, .article(start + number))) }
      }
      start += base.index.articles.count
    }
  }

  /// What people ask each other in everyday life.
  static func everyday() throws -> [String] { try text("everyday.txt").split(separator: "\n").map(String.init) }

  /// What people write before and behind what they ask, for which "…" stands: in sentences of their own.
  static let sentences = [
    "… I can't pay my rent now.", "… I have been a customer for six years.", "… My daughter's birthday is on Saturday.",
    "… This is really not what I expected from you.", "… I would be glad to hear from you soon.",
    "… Thanks for your help!", "… I am at work until five and cannot talk.",
    "… Please hurry, I am leaving for Spain tomorrow.", "… Honestly, I am so tired of this.",
    "… My wife told me to write to you.", "… I don't want to make a fuss.", "… Have a nice weekend! Robin",
    "Hello, I hope you are well. …", "I have never written to a company before. …", "I need your help, please. …",
    "It is the third time that I write. …", "My husband and I have just come back from a long trip. …",
    "Sorry to bother you again. …", "I'm not good with computers. …", "Hi team! … Nobody has told me anything yet.",
    "I was so happy with everything until today. … Please don't send me a standard answer.",
  ]
  /// Behind commas and other marks.
  static let clauses = [
    "…, no hard feelings, moving abroad", "…, no hard feelings", "…, thanks in advance", "…, order 99812",
    "…, as I am travelling next week", "…, I have been waiting for days", "…, my husband is really angry",
    "…, sorry for asking", "…, it is driving me mad", "…, and nobody has told me anything",
    "Hi there, …", "I love your products, but …", "As I told Ben yesterday, …", "Before I forget, …",
    "Not sure if I am right here, …", "Hello, my name is Robin, …", "I was at the doctor all day, …",
  ]

  private static func text(_ file: String) throws -> String {
    try String(contentsOf: folder.appending(path: file), encoding: .utf8)
  }

  /// Shares of questions.
  struct Measurement {
    /// With an article: the right one is among the first three, shown or not.
    var found = 0.0
    /// With an article: the right one is first.
    var first = 0.0
    /// With an article: the right one is among those that are shown.
    var shown = 0.0
    /// Without one, though it is about what the business does: something is shown.
    var shownForNone = 0.0
    /// Without one, on another subject: something is shown.
    var shownOffTopic = 0.0
  }

  /// Shares of questions that stand among what is said besides.
  struct Hidden {
    /// With an article that is shown for the question alone: it is shown still.
    var kept = 0.0
    /// On another subject: something is shown.
    var shownOffTopic = 0.0
  }

  /// - Parameter surroundings: `sentences` or `clauses`, of which each question has two.
  func measure(among surroundings: [String]) -> Hidden {
    var (all, kept, others, shown) = (0.0, 0.0, 0.0, 0.0)
    let isSentence = surroundings == Self.sentences
    for (number, question) in questions.enumerated() {
      let bare =
        isSentence || !".?!".contains(question.text.last ?? " ") ? question.text : String(question.text.dropLast())
      for place in [number, 7 * number + 3] {
        let text = surroundings[place % surroundings.count].replacingOccurrences(
          of: "…", with: isSentence && !".?!".contains(bare.last ?? " ") ? bare + "." : bare)
        let found = index.search(text)
        switch question.answer {
        case .article(let right):
          guard index.search(question.text).contains(where: { $0.article == right }) else { continue }
          (all, kept) = (all + 1, kept + (found.contains { $0.article == right } ? 1 : 0))
        case .offTopic: (others, shown) = (others + 1, shown + (found.isEmpty ? 0 : 1))
        case .none: continue
        }
      }
    }
    return Hidden(kept: kept / all, shownOffTopic: shown / others)
  }

  func measure() -> Measurement {
    func share(_ questions: [(text: String, answer: Answer)], _ isCounted: (String, Answer) -> Bool) -> Double {
      questions.isEmpty ? 0 : Double(questions.count { isCounted($0.text, $0.answer) }) / Double(questions.count)
    }
    func best(_ text: String, _ limit: Int) -> [Answer] {
      let logits = index.evidence(for: text).map {
        ArticleIndex.Weights.shipped.logit($0, articles: index.articles.count)
      }
      return logits.indices.sorted { (logits[$1], $0) < (logits[$0], $1) }.prefix(limit).map { .article($0) }
    }
    let answered = questions.filter { if case .article = $0.answer { true } else { false } }
    return Measurement(
      found: share(answered) { best($0, 3).contains($1) }, first: share(answered) { best($0, 1).contains($1) },
      shown: share(answered) { text, answer in index.search(text).contains { .article($0.article) == answer } },
      shownForNone: share(questions.filter { $0.answer == .none }) { text, _ in !index.search(text).isEmpty },
      shownOffTopic: share(questions.filter { $0.answer == .offTopic }) { text, _ in !index.search(text).isEmpty })
  }
}
