/// Finds message files by the part of the name that stays: where readers have moved them to, whatever their
/// flags.
///
/// The usual names are looked at directly. For any other, cur is listed once, and again only after it has
/// changed; of a listing it keeps 64 bits a file with unusual flags.
public struct FileLocator: Sendable {
  private let maildir: Maildir
  private var listings: [String: Listing] = [:]

  private struct Listing {
    /// By hash of the base. Two bases of one hash cost a miss, and a miss never means that anything may go.
    var flags: [Int: String] = [:]
    let taken: FileStatus
  }

  public init(_ maildir: Maildir) { self.maildir = maildir }

  /// Where the file is now; nil where it is not in this folder.
  public mutating func locate(_ base: String, in folder: String) throws -> StoredFile? {
    // A reader moves from new to cur: looked at in this order, and new twice, nothing slips through.
    if let file = try usualPlace(of: base, in: folder) { return file }
    let cur = folder == "." ? "cur" : "\(folder)/cur"
    guard let now = try maildir.root.status(cur) else { return nil }
    if let listing = listings[folder], listing.taken == now {
      return try listed(base, in: folder, listing)
    }
    let listing = try list(folder, taken: now)
    listings[folder] = listing
    return try listed(base, in: folder, listing)
  }

  private func usualPlace(of base: String, in folder: String) throws(FileFailure) -> StoredFile? {
    for (place, flags) in [(StoredFile.Place.new, nil), (.cur, "S"), (.cur, ""), (.cur, nil)] {
      let file = StoredFile(
        folder: folder, place: place, base: base, flags: flags, separator: maildir.traits.separator)
      if try maildir.root.status(file.path)?.isRegular == true { return file }
    }
    return nil
  }

  private func listed(_ base: String, in folder: String, _ listing: Listing) throws(FileFailure)
    -> StoredFile?
  {
    guard let suffix = listing.flags[base.hashValue] else { return nil }
    let file = StoredFile(
      listed: base + suffix, folder: folder, place: .cur)
    return try maildir.root.status(file.path)?.isRegular == true ? file : nil
  }

  private func list(_ folder: String, taken: FileStatus) throws -> Listing {
    var listing = Listing(taken: taken)
    try maildir.forEachFile(in: folder) { file in
      guard file.place == .cur, let flags = file.flags else { return }
      let isUsual = file.separator == maildir.traits.separator && (flags.isEmpty || flags == "S")
      if !isUsual { listing.flags[file.base.hashValue] = "\(file.separator.rawValue)2,\(flags)" }
    }
    return listing
  }
}
