/// Letters made for tests of what finds and shows them: people, a thread, attachments, HTML, and one by somebody hostile.
enum LetterMail {
  /// 1 PDF, named and encoded.
  static let report = letter(
    1, from: "Alice Example <alice@example.org>", to: "Bob <bob@example.net>", subject: "Annual report",
    date: "Mon, 2 Nov 2026 09:01:00 +0000",
    others: [
      "Cc: Carol <carol@example.com>", "MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=b1",
    ],
    body: """
      preamble
      --b1
      Content-Type: text/plain; charset=utf-8
      Content-Transfer-Encoding: quoted-printable

      Dear Bob,

      the annual report of the choir is attached, with all fig=
      ures. Gr=C3=BC=C3=9Fe

      --b1
      Content-Type: application/pdf
      Content-Transfer-Encoding: base64
      Content-Disposition: attachment; filename="report 2026.pdf"

      JVBERi0xLjQKcmVwb3J0Cg==
      --b1--

      """)

  /// Answers it.
  static let answer = letter(
    2, from: "Bob <bob@example.net>", to: "alice@example.org", subject: "Re: Annual report",
    date: "Tue, 3 Nov 2026 10:00:00 +0000",
    others: ["In-Reply-To: <letter-1@example.org>", "References: <letter-1@example.org>"],
    body: "> the annual report of the choir is attached\nThanks, that was only a draft.\n")

  /// HTML alone.
  static let invoice = letter(
    3, from: "=?utf-8?Q?J=C3=BCrgen_M=C3=BCller?= <juergen@example.org>", to: "alice@example.org",
    subject: "Invoice", date: "Wed, 4 Nov 2026 11:00:00 +0000",
    others: ["MIME-Version: 1.0", "Content-Type: text/html; charset=utf-8"],
    body: "<html><head><title>no</title></head><body><p>The invoice is <b>paid</b>.</p></body></html>\n")

  /// In Japanese, long ago.
  static let old = letter(
    4, from: "Taro <taro@example.com>", to: "alice@example.org", subject: "=?utf-8?B?5p2x5Lqs44Gn5Lya44GG?=",
    date: "Fri, 6 Jan 2023 12:00:00 +0900", received: "Fri, 6 Jan 2023 03:00:10 +0000",
    others: [
      "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit",
    ],
    body: "来週東京で会いましょう。\n")

  /// Escape sequences, overrides and controls in each of its parts, and a name that leads out of a folder.
  static let hostile = letter(
    5, from: "=?utf-8?Q?=1B]0;owned=07Eve=E2=80=AE?= <eve\u{1B}@example.org>",
    to: "=?utf-8?Q?=C2=9B31mred?= <alice@example.org>",
    subject: "=?utf-8?Q?hostile_=1B[31mred=1B[0m_=E2=80=AE_=C2=9B2J?=",
    date: "Thu, 5 Nov 2026 12:00:00 +0000",
    others: [
      "X-Evil: =?utf-8?Q?=1B[2J=E2=81=A6?=", "MIME-Version: 1.0",
      "Content-Type: multipart/mixed; boundary=b2",
    ],
    body: """
      --b2
      Content-Type: text/plain; charset=utf-8
      Content-Transfer-Encoding: 8bit

      hostile \u{1B}]0;title\u{07} and \u{202E}backwards\u{9B}31m and \u{8}\u{8} end\u{0B}
      --b2
      Content-Type: application/octet-stream; name="x"
      Content-Transfer-Encoding: base64
      Content-Disposition: attachment; filename="../../../../evil\u{1B}[31m\u{202E}.sh"

      AAECAwQF
      --b2
      Content-Type: text/x-script; charset=utf-8
      Content-Disposition: attachment; filename="/etc/passwd"

      \u{1B}[2J hostile
      --b2--

      """)

  static let all = [report, answer, invoice, old, hostile]

  /// A message in wire form.
  private static func letter(
    _ number: Int, from: String, to: String, subject: String, date: String, received: String? = nil,
    others: [String] = [], body: String
  ) -> [UInt8] {
    let header = [
      "Received: from mx.example.org by pop.example.org; \(received ?? date)", "From: \(from)", "To: \(to)",
      "Subject: \(subject)", "Date: \(date)", "Message-ID: <letter-\(number)@example.org>",
    ]
    let text = (header + others + ["", body]).joined(separator: "\n")
    return Array(text.replacing("\n", with: "\r\n").utf8)
  }
}
