import ArgumentParser
import AttuneReports
import AttuneStreams

/// How reports come out.
enum ReportFormat: String, CaseIterable, ExpressibleByArgument {
  case text, json, csv, html

  /// By the ending of a file's name; text when it says nothing.
  init(path: String?) {
    let ending = path?.lowercased().split(separator: ".").last.map(String.init) ?? ""
    self = Self(rawValue: ending) ?? .text
  }
}

/// Where a report goes, and in which form.
struct ReportOutputOptions: ParsableArguments {
  @Option(help: "Output format. Default: by the file name of --output, else text.")
  var to: ReportFormat?

  @Option(name: .shortAndLong, help: .path("File to write. Default: standard output."))
  var output: String?

  /// Writes the form that is asked for, and finishes the file.
  func write(_ summary: some PrintedSummary, from inputs: [StreamInput], to destination: ByteOutput) throws {
    switch to ?? ReportFormat(path: output) {
    case .text: try destination.write(TerminalText(summary.text(width: TextTable.width(of: output))))
    case .json: try destination.write(summary.json)
    case .csv: try destination.write(summary.csv)
    case .html: try destination.write(summary.page(PageOrigin(inputs)))
    }
    try destination.finish()
  }
}

/// Figures in the forms in which people and programs read them.
protocol PrintedSummary: PrintedPage {
  /// - Parameter width: of the terminal, in cells; nil for no limit.
  func text(width: Int?) -> String
  var json: String { get }
  var csv: String { get }
}

extension ReportSummary: PrintedSummary {}
extension ComparisonSummary: PrintedSummary {}
extension ScorecardSummary: PrintedSummary {}
