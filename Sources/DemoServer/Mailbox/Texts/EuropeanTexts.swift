extension Language {
  static let european = [english, german, french, spanish, polish]

  private static let english = Language(
    charset: "us-ascii", minutesEast: 0,
    people: [
      Person(name: "Robin Example", address: "robin@example.com"),
      Person(name: "Kim Sample", address: "kim.sample@example.net"),
    ],
    greeting: "Hello Alice,", closing: "Best wishes,",
    subjects: [
      "The garden in autumn", "Minutes of the choir meeting", "Your parcel has arrived",
      "A walk along the river on Sunday?", "Bread recipe, as promised",
    ],
    sentences: [
      "The apples are ripe and the first baskets are full.",
      "We meet on Thursday at seven, as always in the old school.",
      "I found the book that you told me about, and read it in one evening.",
      "There is tea on the stove and a place at the table.",
      "The bridge will be closed until Friday, so take the ferry.",
      "Nobody knows who painted the fence, but it looks cheerful.",
      "Please bring the blue notebook when you come.",
    ])

  static let german = Language(
    charset: "ISO-8859-1", minutesEast: 60,
    people: [
      Person(name: "Jörg Müller-Lüdenscheidt", address: "joerg@example.org"),
      Person(name: "Änne Weiß", address: "aenne.weiss@example.com"),
    ],
    greeting: "Liebe Alice,", closing: "Schöne Grüße",
    subjects: [
      "Äpfel, Birnen und Nüsse", "Einladung zum Frühlingsfest", "Größe der Bücherkiste",
      "Schlüssel für das Gartenhäuschen",
    ],
    sentences: [
      "Die Äpfel sind reif, und die ersten Körbe stehen vor der Tür.",
      "Am Donnerstag üben wir um sieben, wie immer in der alten Schule.",
      "Der Schlüssel hängt über der Tür, gleich neben dem grünen Hut.",
      "Über Nacht hat es geschneit, und der Fluß ist ganz still.",
      "Bring bitte das blaue Heft mit, wenn Du kommst.",
    ])

  private static let french = Language(
    charset: "windows-1252", minutesEast: 60,
    people: [
      Person(name: "Zoé Lefèvre", address: "zoe@example.net"),
      Person(name: "François Œillet", address: "francois@example.org"),
    ],
    greeting: "Chère Alice,", closing: "À bientôt,",
    subjects: [
      "Les pommes du verger – 12 € le panier", "Réunion de la chorale à l’école", "Une promenade d’été ?",
    ],
    sentences: [
      "Les pommes sont mûres et les premiers paniers sont pleins…",
      "La chorale se réunit jeudi à dix-neuf heures, comme toujours.",
      "J’ai trouvé le livre dont tu m’as parlé : « Le jardin d’hiver ».",
      "Le pont est fermé jusqu’à vendredi, prends plutôt le bac.",
      "Ma sœur a préparé une tarte aux prunes pour dimanche.",
    ])

  private static let spanish = Language(
    charset: "UTF-8", minutesEast: 60,
    people: [
      Person(name: "Íñigo Muñoz", address: "inigo@example.com"),
      Person(name: "María Peña", address: "maria@example.net"),
    ],
    greeting: "Querida Alicia:", closing: "Un abrazo,",
    subjects: ["¿Paseo por el río el domingo?", "Mañana llega la leña", "El coro del pueblo 🎶"],
    sentences: [
      "Las manzanas están maduras y el huerto huele a otoño.",
      "¿Vienes el jueves? Ensayamos a las siete en la vieja escuela.",
      "El señor Núñez pintó la valla de azul, ¡qué alegría! 🌻",
      "El puente estará cerrado hasta el viernes.",
    ])

  private static let polish = Language(
    charset: "ISO-8859-2", minutesEast: 60,
    people: [Person(name: "Łucja Żółkiewska", address: "lucja@example.org")],
    greeting: "Droga Alicjo,", closing: "Serdecznie pozdrawiam",
    subjects: ["Jabłka z sadu", "Próba chóru w czwartek"],
    sentences: [
      "Jabłka są już dojrzałe, a pierwsze kosze pełne.",
      "Spotykamy się w czwartek o siódmej, jak zawsze w starej szkole.",
      "Most będzie zamknięty do piątku, więc płyń łódką.",
    ])
}
