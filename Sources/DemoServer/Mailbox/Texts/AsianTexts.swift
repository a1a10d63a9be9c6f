extension Language {
  static let asian = [japanese, simplifiedChinese, traditionalChinese, korean]

  private static let japanese = Language(
    charset: "ISO-2022-JP", minutesEast: 540, hasBlanks: false,
    people: [
      Person(name: "見本 花子", address: "hanako@example.org"), Person(name: "例 太郎", address: "taro@example.com"),
    ],
    greeting: "アリス様", closing: "それでは、また。",
    subjects: ["庭のりんごが実りました", "木曜日の合唱の練習について", "日曜日に川沿いを散歩しませんか"],
    sentences: [
      "りんごが熟して、最初のかごがいっぱいになりました。", "木曜日の七時に、いつもの古い学校で会いましょう。", "橋は金曜日まで通れませんので、渡し船をご利用ください。",
      "お茶を用意してお待ちしています。",
    ])

  private static let simplifiedChinese = Language(
    charset: "GB18030", minutesEast: 480, hasBlanks: false,
    people: [
      Person(name: "李样例", address: "li@example.net"), Person(name: "王小明", address: "wang@example.org"),
    ],
    greeting: "亲爱的爱丽丝：", closing: "祝好！",
    subjects: ["花园里的苹果熟了", "星期四合唱团排练", "星期天去河边散步吗？"],
    sentences: ["苹果已经熟了，第一批篮子都装满了。", "我们星期四七点在老学校见面。", "桥要关闭到星期五，请坐渡船。", "炉子上有茶，桌边有你的位置。"])

  private static let traditionalChinese = Language(
    charset: "Big5", minutesEast: 480, hasBlanks: false,
    people: [Person(name: "陳美麗", address: "chen@example.com")],
    greeting: "親愛的愛麗絲：", closing: "祝 安好",
    subjects: ["花園裡的蘋果熟了", "週四合唱團練習"],
    sentences: ["蘋果已經熟了，第一批籃子都裝滿了。", "我們星期四七點在舊學校見面。", "橋要關閉到星期五，請搭渡船。"])

  private static let korean = Language(
    charset: "EUC-KR", minutesEast: 540,
    people: [Person(name: "김보기", address: "bogi@example.net")],
    greeting: "앨리스 님께,", closing: "안녕히 계세요.",
    subjects: ["정원의 사과가 익었습니다", "목요일 합창 연습 안내"],
    sentences: [
      "사과가 익어서 첫 바구니가 가득 찼습니다.", "목요일 일곱 시에 늘 그렇듯 옛 학교에서 만납니다.", "다리는 금요일까지 닫혀 있으니 배를 타세요.",
    ])
}
