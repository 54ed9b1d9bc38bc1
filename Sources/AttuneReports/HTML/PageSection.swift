/// A part of a page that its contents name.
struct PageSection {
  /// Letters, digits and dashes; one on a page.
  var id: String
  var title: String
  var body: HTML

  /// - Returns: nil without a body.
  init?(_ id: String, _ title: String, _ body: HTML?) {
    guard let body else { return nil }
    self.id = id
    self.title = title
    self.body = body
  }

  var html: HTML {
    """
    <section id="\(id)">
    <h2>\(title)</h2>
    \(body)</section>

    """
  }
}

/// What can be printed as a page.
package protocol PrintedPage {
  /// - Parameter origin: the files, and when the page is made.
  func page(_ origin: PageOrigin) -> String
}

extension PrintedPage {
  /// As a page that stands on its own.
  package var html: String { page(PageOrigin()) }
}

/// Where a page comes from.
package struct PageOrigin: Sendable {
  /// The names of the files that were read.
  package var files: [String]
  /// "28 November 2026"; nil for pages that do not say when they were made.
  package var made: String?

  package init(files: [String] = [], made: String? = nil) {
    self.files = files
    self.made = made
  }

  /// What stands at the top of the page about it.
  var facts: [(name: String, text: String)] {
    [("File", files.joined(separator: ", ")), ("Made on", made ?? "")].filter { !$0.1.isEmpty }
  }
}
