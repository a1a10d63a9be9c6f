// What a drive has is found again by name and content: after a run that was cut off, and where copies are damaged or were
// lost from a manifest. Nothing is copied that is there, and nothing is overwritten that may be other mail.

import MailIndex
import Maildir

extension CopyBatch {
  /// Finds items that the drive has, whole or not.
  func search() throws {
    var reader = CopyReader(of: run.drive, run.progress)
    for index in items.indices {
      try run.progress.goOn()
      let month = try month(items[index].key)
      let hash = items[index].message.contentHash
      if let found = month.find(items[index].name, hash) {
        let place = CopyItem.Place(part: found.part, name: found.name)
        if try reader.read(found.name, in: found.part.folder)?.hash == hash {
          keep(index, at: place)
        } else {
          try putAsideUnlessFile(found.name, in: found.part)
          items[index].replaced = place
        }
      } else if let place = try findUnlisted(items[index], in: month, &reader) {
        keep(index, at: place)
      }
    }
  }

  private func keep(_ index: Int, at place: CopyItem.Place) {
    place.part.list(place.name, items[index].message.contentHash)
    items[index].place = place
    items[index].isVerified = true
    run.progress.copied(items[index].message.wireOctets)
  }

  /// The file of an item whose manifest says nothing of it, or something wrong.
  ///
  /// A file under one of its names that is neither this message nor what the manifest says it is moves aside.
  private func findUnlisted(
    _ item: CopyItem, in month: MonthFolder, _ reader: inout CopyReader
  ) throws -> CopyItem.Place? {
    for part in month.parts {
      for choice in item.name.choices(for: item.message.contentHash).map(\.text) {
        guard let there = try reader.read(choice, in: part.folder)?.hash else {
          // Listed, and not there.
          part.list(choice, nil)
          continue
        }
        if there == item.message.contentHash { return CopyItem.Place(part: part, name: choice) }
        if part.manifest[choice] != there { try putAside(choice, in: part) }
      }
    }
    return nil
  }

  /// No file can take the place of a folder.
  private func putAsideUnlessFile(_ name: String, in part: MonthFolder.Part) throws {
    if let status = try part.folder.status(name), !status.isRegular { try putAside(name, in: part) }
  }

  private func putAside(_ name: String, in part: MonthFolder.Part) throws {
    try run.begin()
    try part.folder.moveAside(name)
    part.list(name, nil)
  }

  /// Lists files of messages that a run named and had no time to list, or that a damaged manifest has lost.
  func adoptUnlisted(in month: MonthFolder) throws {
    var reader = CopyReader(of: run.drive, run.progress)
    for part in month.parts {
      if part.manifest.isDamaged { part.isChanged = true }
      for name in try part.unlisted() {
        if let read = try reader.read(name, in: part.folder) { part.list(name, read.hash) }
      }
    }
  }
}
