/// What a folder tells of a file in it without looking at the file.
package struct FolderEntry: Sendable {
  package let name: String
  /// The file's number (inode): on most file systems, files lie on the disk in this order.
  package let number: UInt64
  /// A link, a pipe, a folder or the like; false where the file system does not tell.
  package let isOdd: Bool
}
