import Attune
import AttuneCare
import AttuneStreams

/// Writes what texts speak of, and how.
package final class AspectAnnotator: Annotator {
  package let field = "aspects"
  package let columns = ["aspects"]
  private let finder: AspectFinder
  private let names: [String]
  /// The terms of the batch's mentions, as they stand in the texts, and where each text's begin.
  private var terms: [UInt8] = []
  private var firstTerm: [Int] = []

  package init(taxonomy: Taxonomy, model: Model) {
    finder = AspectFinder(taxonomy: taxonomy, model: model)
    names = taxonomy.aspects.map(\.name)
  }

  package func annotate(_ texts: ScoredTexts) {
    finder.reset()
    terms.removeAll(keepingCapacity: true)
    firstTerm.removeAll(keepingCapacity: true)
    for row in 0..<texts.count {
      let text = texts[row]
      finder.add(text, texts.scorer.tokens![row])
      firstTerm.append(terms.count)
      for mention in finder.mentions(row) { terms += text[mention.range] }
    }
    finder.finish()
  }

  package func writeJSON(_ row: Int, to out: inout OutputBuffer) {
    out.append(UInt8(ascii: "["))
    var term = firstTerm[row]
    var isFirst = true
    for mention in finder.mentions(row) {
      out.append(isFirst ? "{\"aspect\":" : ",{\"aspect\":")
      isFirst = false
      out.append(jsonString: names[mention.aspect])
      out.append(",\"term\":")
      terms[term..<term + mention.range.count].withUnsafeBufferPointer { out.append(jsonString: $0) }
      term += mention.range.count
      out.append(",\"start\":")
      out.append(decimal: mention.range.lowerBound)
      out.append(",\"end\":")
      out.append(decimal: mention.range.upperBound)
      out.append(",\"label\":\"")
      out.append(AspectPolarity.labels[mention.label])
      out.append("\",\"score\":")
      out.append(fourDecimals: mention.score)
      out.append(UInt8(ascii: "}"))
    }
    out.append(UInt8(ascii: "]"))
  }

  /// "staff:positive:0-14 billing:negative:20-24"
  package func writeColumn(_ column: Int, _ row: Int, to out: inout OutputBuffer) {
    var isFirst = true
    for mention in finder.mentions(row) {
      if !isFirst { out.append(UInt8(ascii: " ")) }
      isFirst = false
      out.append(names[mention.aspect])
      out.append(UInt8(ascii: ":"))
      out.append(AspectPolarity.labels[mention.label])
      out.append(span: mention.range)
    }
  }
}
