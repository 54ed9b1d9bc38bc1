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
        "Customer satisfaction: the share of answers that are one of the two best of their scale, or the best one of a scale of two or three.",
      words: ["CSAT"]),
    Entry(
      term: "NPS",
      meaning:
        "Net promoter score: of the answers from 0 to 10, the share of 9 and 10 minus the share of 0 to 6, from -100 to +100.",
      words: ["NPS"]),
    Entry(
      term: "CES",
      meaning:
        "Customer effort: the share of answers that say that it was easy: the two best of their scale, the best one of a scale of two or three, and the three best of one of seven or more.",
      words: ["CES"]),
    Entry(
      term: "Net sentiment",
      meaning:
        "The share of positive texts minus the share of negative ones, from -100 to +100. Texts of which the model knows no word, and those in other languages, are left out.",
      words: ["Net sentiment"]),
    Entry(
      term: "Need an answer soon",
      meaning:
        "Texts that are more likely urgent than not, as the model estimates, as a share of the texts that it can read.",
      words: ["Need an answer soon"]),
    Entry(
      term: "Solved at first contact", meaning: "The share of cases that one contact solved.",
      words: ["Solved at first contact"]),
    Entry(
      term: "Median", meaning: "Half of the values are below it, half above. A few very large values do not move it.",
      words: ["(median)"]),
    Entry(term: "Mean", meaning: "The sum of the values, divided by their number.", words: ["(mean)"]),
    Entry(
      term: "95 % interval",
      meaning:
        "Where the true figure most likely is. Of such intervals, 95 in 100 hold it. The fewer the answers, the wider it is.",
      words: ["95 % interval", "interval"]),
    Entry(
      term: "Points",
      meaning: "Differences of percentages and of net scores are counted in points: from 60 % to 62 % are 2 points.",
      words: ["points", "Change", "Difference"]),
    Entry(
      term: "Retention", meaning: "The share of the customers of one period who have a record in the next one as well.",
      words: ["Retention"]),
    Entry(
      term: "Target",
      meaning:
        "Met where the whole 95 % interval of the figure reaches the target, missed where none of it does, open where the target lies within it, unknown where there are too few answers, or too few people behind them, to tell.",
      words: [">Target<", "data-head=\"Target\""]),
    Entry(
      term: "Few answers",
      meaning:
        "Figures of fewer than 30 answers are grey and in italics, and their points are hollow: take them for a hint.",
      words: ["class=\"few\"", "dot faint"]),
    Entry(
      term: "Hollow point", meaning: "A stretch of few answers, or one of which the data holds only a part.",
      words: ["dot faint"]),
    Entry(
      term: "Adds to the score",
      meaning:
        "What the people who mention an aspect add to the score or take from it: the effect of mentioning it, with all other aspects held fixed, times the share of people who mention it. All of them and the base add up to the score.",
      words: ["Adds to the score"]),
    Entry(
      term: "Base", meaning: "The score of people who mention none of the aspects.", words: ["Base"]),
    Entry(
      term: "Aspect", meaning: "What a text is about, such as staff or waiting.", words: ["Aspect", "aspect"]),
    Entry(
      term: "Alert",
      meaning:
        "The latest whole stretch, or the month so far, lies outside the range that is expected from the earlier ones; chance alone makes one in about one of a hundred reports.",
      words: ["class=\"alert\""]),
    Entry(
      term: "Better, worse, and what is neither",
      meaning:
        "Better and worse are differences that chance alone rarely makes: the adjusted p-value is below 0.05. Trend says that a trend that was plain before explains most of a change as well as a jump at the date; jump or trend, that nobody can tell which of both it was. Other writers says that a figure of texts differs, and so does the share of people who write, so that it may be other people. Higher and lower are such differences of a figure of which nobody said which end is better. Other answerers says that another share of the records has an answer, one-sided that one side says only yes or only no and leaves the rest empty, mixed scales that two scales may be mixed, and open cases that the later cases have had less time to be solved. Unclear says nothing but that there is no proof of a difference.",
      words: ["Verdict"]),
    Entry(
      term: "p", meaning: "How often chance alone would make so large a difference, if there were none.", words: [">p<"]
    ),
    Entry(
      term: "p, adjusted", meaning: "p, corrected for the number of figures that are looked at (Holm).",
      words: ["p, adjusted"]),
    Entry(
      term: "Empathy score",
      meaning: "How a reply meets the customer, from 0 to 100; 50 is a polite and correct, but impersonal reply.",
      words: ["Empathy score"]),
    Entry(
      term: "Not scored",
      meaning:
        "Replies without words of their own, those in other languages, and those to messages that hold neither a feeling nor a problem.",
      words: ["Not scored"]),
    Entry(
      term: "Trend", meaning: "The change of the score a week; \"clear\" marks one that chance would rarely make.",
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
