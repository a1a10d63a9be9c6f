/// What is known of a message that another program kept, beside its octets.
package struct ImportedMessage: Sendable {
  /// When it arrived where its header does not say so, in seconds since 1970 UTC.
  let arrival: Int64
  /// Maildir flags, sorted; nil: nobody has seen it.
  let flags: String?

  /// - Parameter flags: letters as in the file names of a Maildir; what is no flag of one is left out, and so is
  ///   `T`: what was thrown away elsewhere must not let a server's copy go (`untilTrashed`).
  package init(arrival: Int64, flags: String? = nil) {
    self.arrival = arrival
    self.flags = flags.map { letters in ["D", "F", "P", "R", "S"].filter { letters.contains($0) }.joined() }
  }
}
