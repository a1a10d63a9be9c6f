import Archive
import POP3

/// What one session's listing shows of a mailbox, matched against what the archive knows.
struct Survey {
  var status: MaildropStatus
  /// Messages that LIST and UIDL both name.
  var listed = 0
  /// Messages recognised without fetching anything.
  var known = 0
  /// Messages that another fetcher had fetched: not archived, and not fetched again.
  var seenElsewhere = 0
  var totalOctets: Int64 = 0
  /// Archived messages by their numbers in this session, as far as the policy may let them go in this run.
  var copies: [ListedCopy] = []
  /// When the oldest of the archived messages that are not among `copies` was stored, in seconds since 1970 UTC.
  var oldestKept: Int64?
  /// Archived messages that would go were there copies enough of them, and are not among `copies`.
  var waiting = 0
  /// What `AccountArchive.copyMark` was before any copies were counted; nil: none need be.
  var copyMark: Int64?
  /// More messages may go than `copies` holds: another session deletes those.
  var hasMoreToDelete = false
  /// Messages that are new, or doubtful, and too many for the plan of one session: another session sees to them.
  var leftOver = 0
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
