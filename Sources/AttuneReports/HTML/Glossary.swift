/// What the terms of a page mean.
enum Glossary {
  /// A term with its meaning, and the words by which a page is known to use it.
  private struct Entry {
    var term: String
    var meaning: String
    var words: [String]
  }

  private static let entries = [
    Entry(
      term: "CSAT",
      meaning:
        "Customer satisfaction: the share of answers with one of the two best values of the scale, or with the best one if the scale has only two or three.",
      words: ["CSAT"]),
    Entry(
      term: "NPS",
      meaning:
        "Net promoter score: on a scale from 0 to 10, the share of answers of 9 or 10 minus the share of answers from 0 to 6. It ranges from -100 to +100.",
      words: ["NPS"]),
    Entry(
      term: "CES",
      meaning:
        "Customer effort: the share of answers that say it was easy: those with one of the two best values of the scale, with the best one if the scale has only two or three, or with one of the three best if it has seven or more.",
      words: ["CES"]),
    Entry(
      term: "Net sentiment",
      meaning:
        "The share of positive texts minus the share of negative ones, from -100 to +100. Texts without any known word and texts in other languages are left out.",
      words: ["Net sentiment"]),
    Entry(
      term: "Need a reply soon",
      meaning:
        "The share of texts that the model considers more likely urgent than not, among the texts it can read.",
      words: ["Need a reply soon"]),
    Entry(
      term: "Solved at first contact", meaning: "The share of cases solved with at most one contact.",
      words: ["Solved at first contact"]),
    Entry(
      term: "Median", meaning: "Half of the values are below it, half above. A few very large values do not move it.",
      words: ["(median)"]),
    Entry(term: "Mean", meaning: "The sum of the values, divided by their number.", words: ["(mean)"]),
    Entry(
      term: "95 % interval",
      meaning:
        "The range in which the true figure most likely lies: 95 out of 100 such intervals contain it. The fewer the answers, the wider the interval.",
      words: ["95 % interval", "interval"]),
    Entry(
      term: "Points",
      meaning:
        "Differences between percentages, and between net scores, are given in points: from 60 % to 62 % is 2 points.",
      words: ["points", "Change", "Difference"]),
    Entry(
      term: "Retention", meaning: "The share of the customers in one period who also have a record in the next.",
      words: ["Retention"]),
    Entry(
      term: "Target",
      meaning:
        "Met if the whole 95 % interval of the figure reaches the target, missed if none of it does, too close to tell if the target lies within it, and unknown if there are too few answers, or too few people behind them, to tell.",
      words: [">Target<", "data-head=\"Target\""]),
    Entry(
      term: "Few answers",
      meaning:
        "Figures based on fewer than 30 answers are shown in grey italics, and their points are hollow: take them as a hint.",
      words: ["class=\"few\"", "dot faint"]),
    Entry(
      term: "Hollow point", meaning: "A period with few answers, or one that the data covers only in part.",
      words: ["dot faint"]),
    Entry(
      term: "Adds to the score",
      meaning:
        "What an aspect adds to the score, or takes from it, in the calculation: the effect of mentioning it, with all other aspects held fixed, times the share of people who mention it. The contributions of all aspects and the base add up to the score.",
      words: ["Adds to the score"]),
    Entry(
      term: "Base", meaning: "The score of people who mention none of the aspects.", words: ["Base"]),
    Entry(
      term: "Aspect", meaning: "What a text is about, such as staff or waiting.", words: ["Aspect", "aspect"]),
    Entry(
      term: "Alert",
      meaning:
        "The figure of the latest complete period, or of the month so far, lies outside the range that the earlier ones lead one to expect. By chance alone, about one report in a hundred shows an alert.",
      words: ["class=\"alert\""]),
    Entry(
      term: "Better, worse, and other verdicts",
      meaning:
        "Better and worse are differences that rarely arise by chance alone: the adjusted p-value is below 0.05. Higher and lower are the same for a figure whose better end is not known. Trend means that a clear trend from before explains most of the change; jump or trend, that it cannot be told which of the two it was. Other writers means that a figure from texts differs, but so does the share of people who write, so they may be different people. Other answerers means that the share of records with an answer differs. One-sided means that one side says only yes or only no and leaves the rest empty. Mixed scales means that two scales may be mixed. Other mix means that the kinds of cases differ, and that the difference would be gone, or the opposite, if they did not. Open cases means that the later cases have had less time to be solved. Unclear means only that a difference has not been proven.",
      words: ["Verdict"]),
    Entry(
      term: "p",
      meaning: "How often chance alone would produce a difference this large if there were none.", words: [">p<"]),
    Entry(
      term: "p, adjusted", meaning: "p, corrected for the number of figures tested (Holm).",
      words: ["p, adjusted"]),
    Entry(
      term: "Empathy score",
      meaning:
        "How well a reply responds to the customer, from 0 to 100; 50 is a polite and correct but impersonal reply.",
      words: ["Empathy score"]),
    Entry(
      term: "Not scored",
      meaning:
        "Replies with no words of their own, replies in other languages, and replies to messages with neither a feeling nor a problem.",
      words: ["Not scored"]),
    Entry(
      term: "Trend",
      meaning: "The change in the score per week; \"clear\" marks a change that chance would rarely produce.",
      words: [">Trend<"]),
  ]

  /// The terms that the sections use.
  static func section(_ sections: [PageSection]) -> PageSection? {
    let text = sections.map { $0.title + $0.body.text }.joined()
    let items: [HTML] = entries.filter { $0.words.contains { text.contains(text: $0) } }.map { entry in
      "<div><dt>\(entry.term)</dt><dd>\(entry.meaning)</dd></div>\n"
    }
    return PageSection(
      "glossary", "What the terms mean", items.isEmpty ? nil : "<dl class=\"glossary\">\n\(items)</dl>\n")
  }
}
