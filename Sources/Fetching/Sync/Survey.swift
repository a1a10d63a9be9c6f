import Archive
import POP3

/// What one session's listing shows of a mailbox, matched against what the archive knows.
struct Survey {
  var status: MaildropStatus
  /// Messages that LIST and UIDL both name.
  var listed = 0
  /// Messages recognised without fetching anything.
  var known = 0
  var totalOctets: Int64 = 0
  /// Archived messages by their numbers in this session; empty where the policy deletes nothing.
  var copies: [ListedCopy] = []
  var plan = Plan()
  /// Archived messages (rows of the index) that a listed message was recognised as.
  var claims = Claims()
  /// Copies (rows of the index) that were seen in this listing.
  var seen = Claims()
  /// The unique-id of the highest message number.
  var last: ListedMessage?
  /// False where the listing was cut, or the server has no unique-ids: nothing is concluded from absence.
  var isWhole = false
  /// True where UIDL does not name all that LIST or STAT count: nothing is deleted on such a listing.
  var isCut = false
}

/// A copy that was on the server and is not in this listing.
struct MissingCopy {
  let copyID: Int64
  let octets: Int64
}
