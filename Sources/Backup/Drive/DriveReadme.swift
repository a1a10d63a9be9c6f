/// The file that tells a stranger how to read a copy without popkeep.
enum DriveReadme {
  static let fileName = "README.txt"

  static let text = """
    This folder is a copy of an archive of e-mail. It was made by popkeep, and everything in it can be read without popkeep.

    The mail
      ACCOUNT/YEAR/YEAR-MONTH/DATE-TAG.eml      one file, one message, exactly as the mail server sent it
      Months and dates are in UTC, by the time at which a message arrived. A month with very many messages goes on in
      YEAR-MONTH.2, YEAR-MONTH.3 and so on. The tag after the date tells messages of one second apart.
      Any mail program opens .eml files; Thunderbird, Apple Mail and Outlook take them by drag and drop. They are text: an
      editor shows them too.

    Is it all still as it was?
      Each folder of messages has a list of their SHA-256 hashes. On Linux, in such a folder:
          sha256sum -c SHA256SUMS
      All of them, from here:
          find . -name SHA256SUMS -execdir sha256sum --quiet -c SHA256SUMS ';'
      On a Mac:  shasum -a 256 -c SHA256SUMS
      On Windows, for one file:  certutil -hashfile FILE SHA256

    Finding something
      index.sqlite is an SQLite database with a row for each message (table "messages"): from, to, subject, date.
          sqlite3 -readonly index.sqlite "SELECT datetime(arrived, 'unixepoch'), from_address, subject FROM messages"
      Or search the files:  grep -rl "invoice" .

    Getting it back into an archive of popkeep
          popkeep restore THIS-FOLDER --to DIR --create

    drive.json and left.json are how popkeep knows this copy. Do not change the files by hand: popkeep would bring back
    what it finds changed, and keep both.

    """
}
