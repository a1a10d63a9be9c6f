extension Language {
  static let eastern = [russian, greek, hebrew, hindi]

  private static let russian = Language(
    charset: "KOI8-R", minutesEast: 180,
    people: [
      Person(name: "Ольга Примерова", address: "olga@example.org"),
      Person(name: "Иван Образцов", address: "ivan@example.net"),
    ],
    greeting: "Дорогая Алиса!", closing: "Всего доброго,",
    subjects: ["Яблоки из нашего сада", "Репетиция хора в четверг", "Прогулка вдоль реки"],
    sentences: [
      "Яблоки созрели, и первые корзины уже полны.",
      "Встречаемся в четверг в семь часов, как всегда, в старой школе.",
      "Мост закрыт до пятницы, поэтому лучше плыть на пароме.",
      "На плите стоит чайник, а на столе лежит пирог.",
    ])

  private static let greek = Language(
    charset: "ISO-8859-7", minutesEast: 120,
    people: [Person(name: "Ελένη Παραδείγματος", address: "eleni@example.com")],
    greeting: "Αγαπητή Αλίκη,", closing: "Με εκτίμηση,",
    subjects: ["Τα μήλα του κήπου", "Βόλτα στο ποτάμι"],
    sentences: [
      "Τα μήλα είναι ώριμα και τα πρώτα καλάθια γεμάτα.",
      "Η χορωδία συναντιέται την Πέμπτη στις επτά.",
      "Η γέφυρα θα είναι κλειστή μέχρι την Παρασκευή.",
    ])

  private static let hebrew = Language(
    charset: "UTF-8", minutesEast: 120,
    people: [Person(name: "נועה לדוגמה", address: "noa@example.net")],
    greeting: "אליס היקרה,", closing: "בברכה,",
    subjects: ["התפוחים מהגן", "טיול לאורך הנחל"],
    sentences: [
      "התפוחים הבשילו והסלים הראשונים מלאים.", "המקהלה נפגשת ביום חמישי בשבע.", "הגשר יהיה סגור עד יום שישי.",
    ])

  private static let hindi = Language(
    charset: "UTF-8", minutesEast: 330,
    people: [Person(name: "मीरा उदाहरण", address: "meera@example.org")],
    greeting: "प्रिय ऐलिस,", closing: "शुभकामनाएँ,",
    subjects: ["बगीचे के सेब", "रविवार को नदी के किनारे सैर"],
    sentences: [
      "सेब पक गए हैं और पहली टोकरियाँ भर गई हैं।", "हम गुरुवार को सात बजे पुराने स्कूल में मिलते हैं।", "पुल शुक्रवार तक बंद रहेगा।",
    ])
}
