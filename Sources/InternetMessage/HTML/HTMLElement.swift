/// The elements of HTML that matter to its text; all others are inline and say nothing.
enum HTMLElement: UInt8 {
  case unknown
  // Lines and blocks.
  case paragraph, division, heading, preformatted, blockquote, lineBreak, rule
  // Lists.
  case orderedList, unorderedList, item, term, definition
  // Tables.
  case table, row, cell
  // Text of its own.
  case anchor, image, quotation
  /// What stands within is no markup, and no text that is shown: style, script and their like.
  case rawHidden
  /// What stands within is text, not markup: textarea, xmp.
  case rawText
  /// No part of the text as a whole: template, select, svg.
  case hidden
  /// Inline, and known only since hidden content ends with it: span, font, b.
  case inline
  case body, head
  /// Empty elements without text: meta, input, col.
  case void

  /// Whether text before and after it stands on different lines.
  var isBlock: Bool {
    switch self {
    case .paragraph, .division, .heading, .preformatted, .blockquote, .lineBreak, .rule, .orderedList,
      .unorderedList, .item, .term, .definition, .table, .row, .body, .head:
      true
    case .unknown, .cell, .anchor, .image, .quotation, .rawHidden, .rawText, .hidden, .inline, .void: false
    }
  }

  /// Whether it separates words: blocks and cells.
  var separates: Bool { isBlock || self == .cell || self == .rawText }

  /// Whether nothing can stand within.
  var isVoid: Bool { self == .lineBreak || self == .rule || self == .image || self == .void }

  /// A name of at most eight octets as a number.
  static func pack(_ name: some Sequence<UInt8>) -> UInt64 {
    name.reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// The element of a lower-case name that is packed.
  static func named(_ packed: UInt64) -> HTMLElement {
    var slot = Int(truncatingIfNeeded: (packed &* hashFactor) >> 56)
    let table = slots
    while table[slot].name != 0 {
      if table[slot].name == packed { return table[slot].element }
      slot = (slot + 1) & 0xFF
    }
    return .unknown
  }

  private struct Slot {
    var name: UInt64 = 0
    var element = HTMLElement.unknown
  }

  private static let hashFactor: UInt64 = 0x9E37_79B9_7F4A_7C15

  private static let slots: [Slot] = {
    var slots = [Slot](repeating: Slot(), count: 256)
    for (element, list) in names {
      for name in list.split(separator: " ") {
        let packed = pack(name.utf8)
        var slot = Int(truncatingIfNeeded: (packed &* hashFactor) >> 56)
        while slots[slot].name != 0 { slot = (slot + 1) & 0xFF }
        slots[slot] = Slot(name: packed, element: element)
      }
    }
    return slots
  }()

  /// Names of more than eight octets stand with their first eight: `blockquo` is nothing else, and `figcapti` neither.
  private static let names: [(HTMLElement, String)] = [
    (.paragraph, "p"), (.heading, "h1 h2 h3 h4 h5 h6"), (.preformatted, "pre listing"),
    (.blockquote, "blockquo"),
    (
      .division,
      "div address article aside center details dialog dir fieldset figcapti figure footer form header hgroup main nav search section summary legend caption dl option"
    ),
    (.lineBreak, "br"), (.rule, "hr"), (.orderedList, "ol"), (.unorderedList, "ul menu"), (.item, "li"),
    (.term, "dt"), (.definition, "dd"), (.table, "table"), (.row, "tr"), (.cell, "td th"), (.anchor, "a"),
    (.image, "img"), (.quotation, "q"), (.rawHidden, "style script title iframe noembed noframes"),
    (.rawText, "textarea xmp"), (.hidden, "template svg object select math audio video canvas"),
    (.body, "body"),
    (.head, "head html"),
    (
      .inline,
      "span font b i u s em strong small big sub sup tt code label ins del strike abbr cite kbd samp var mark button tbody thead tfoot"
    ),
    (.void, "meta link input col area base embed param source track wbr bgsound frame"),
  ]
}
