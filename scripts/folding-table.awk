# Reads UnicodeData.txt (Unicode Standard Annex #44) and prints the table of folding as Swift.
# Kinds of characters: s separates words, m is a mark that is passed over, k is part of a word as it stands, a is a
# word by itself; all else folds to other characters.

function hex(digits,   value, place) {
  value = 0
  for (place = 1; place <= length(digits); place++)
    value = value * 16 + index("0123456789ABCDEF", substr(digits, place, 1)) - 1
  return value
}

function within(code, ranges,   parts, ends, count, place) {
  count = split(ranges, parts, " ")
  for (place = 1; place <= count; place++) {
    split(parts[place], ends, "-")
    if (code >= hex(ends[1]) && code <= hex(ends[2])) return 1
  }
  return 0
}

{
  code = hex($1)
  name = $2
  if (name ~ /, First>$/) { first = code; next }
  if (name !~ /, Last>$/) first = code
  for (; first <= code; first++) {
    category[first] = $3
    class[first] = $4
    compose[first] = $6
    digit[first] = $7
    lowercase[first] = $14
    names[first] = name
  }
  if (name ~ /LETTER|LIGATURE/) named[name] = code
}

# Each character of these is a word: scripts without blanks between words, and their parts.
function isAlone(code) {
  return within(code, "0E01-0E4E 0E80-0ECF 0EDC-0EDF 1000-103F 104C-104D 1050-108F 109A-109D 1100-11FF 1780-17D3 17D7-17D7 17DC-17DD " \
    "2E80-2FD5 3005-3007 3021-3029 3041-3096 309D-309F 30A1-30FA 30FC-30FF 3105-312F 3131-318E 31A0-31BF 31F0-31FF " \
    "3400-4DBF 4E00-9FFF A960-A97C A9E0-A9EF A9FA-A9FE AA60-AA7F AC00-D7A3 D7B0-D7FB F900-FAD9 FF66-FF9D FFA0-FFDC " \
    "1AFF0-1B16F 20000-3FFFF")
}

function isMark(code) {
  if (category[code] == "Cf") return code != hex("200B")
  if (category[code] == "Me" || code == hex("0640")) return 1
  if (category[code] != "Mn") return 0
  return within(code, "0300-036F 1AB0-1AFF 1DC0-1DFF 20D0-20FF 3099-309A FE00-FE0F FE20-FE2F E0100-E01EF") \
    || class[code] == 1 || class[code] == 7 || (class[code] >= 10 && class[code] <= 36) || class[code] >= 200
}

# Letters, numbers, and the marks that are letters in their script. Modifier letters that look like apostrophes are
# written as such as well.
function isWord(code) {
  return category[code] ~ /^[LNM]/ && !within(code, "02B9-02DF 02EC-02EE A788-A788")
}

function isKnown(code) { return code in category }

# The character without what its name says it is with, where no decomposition says it: o for an o with stroke.
function bare(code,   text, base) {
  if (code in special) return special[code]
  text = names[code]
  if (text ~ /^(LATIN|CYRILLIC|GREEK) SMALL LETTER .* WITH / && compose[code] == "") {
    base = text
    sub(/ WITH .*/, "", base)
    if (base in named) return parts(named[base])
  }
  return code ""
}

# The characters that a character is made of, folded, in decimals with blanks between them; fills `blank`.
function parts(code,   text, pieces, count, place, result) {
  text = compose[code]
  sub(/^<[a-zA-Z]*> */, "", text)
  if (text != "" && !(code in special)) {
    count = split(text, pieces, " ")
    result = ""
    for (place = 1; place <= count; place++) result = result " " parts(hex(pieces[place]))
    return result
  }
  if (code == 32) blank = 1
  if (lowercase[code] != "") return parts(hex(lowercase[code]))
  return bare(code)
}

function fold(code,   pieces, count, place, piece, result, dropped) {
  if (digit[code] != "" && category[code] == "Nd") return 48 + digit[code] ""
  blank = 0
  count = split(parts(code), pieces, " ")
  result = ""
  dropped = 0
  for (place = 1; place <= count; place++) {
    piece = pieces[place] + 0
    if (isMark(piece)) continue
    if (!isWord(piece)) { dropped = 1; continue }
    result = result (result == "" ? "" : " ") piece
  }
  if (blank || (dropped && category[code] ~ /^N/) || (result == "" && dropped)) return "s"
  return result == "" ? "m" : result
}

function kind(code,   folded) {
  if (!isKnown(code)) return "s"
  if (digit[code] != "" && category[code] == "Nd") return fold(code)
  if (isAlone(code)) {
    if (within(code, "2E80-2FD5 F900-FAD9 FF66-FF9D")) {
      folded = fold(code)
      if (folded ~ /^[0-9]+$/ && folded < 65536 && folded != code) return folded
    }
    return category[code] ~ /^[LM]/ || category[code] == "Nl" ? "a" : "s"
  }
  if (isMark(code)) return "m"
  if (!isWord(code)) return "s"
  folded = fold(code)
  return folded == code "" ? "k" : folded
}

# What stands for a character in the table: 0…3 for the kinds, the one character that it folds to, or from 0x20000 on
# the place of the several that it folds to in the text of those.
function entry(code,   value) {
  value = kind(code)
  if (value ~ /^[smka]$/) return index("smka", value) - 1
  return value ~ / / ? 131072 + several(value) : value + 0
}

# The place in octets of these characters in `severals`, which has each once, a blank between them.
function several(codes,   pieces, count, place) {
  if (codes in places) return places[codes]
  places[codes] = severalsLength
  count = split(codes, pieces, " ")
  for (place = 1; place <= count; place++) {
    severals = severals (pieces[place] < 128 ? sprintf("%c", pieces[place] + 0) : sprintf("\\u{%x}", pieces[place]))
    severalsLength += pieces[place] < 128 ? 1 : pieces[place] < 2048 ? 2 : pieces[place] < 65536 ? 3 : 4
  }
  severals = severals " "
  severalsLength++
  return places[codes]
}

# A number in digits of 64, which are the characters from 0 on.
function digits(value, count,   text) {
  for (text = ""; count > 0; count--) {
    text = sprintf("%c", 48 + value % 64) text
    value = int(value / 64)
  }
  return text
}

# The number of the block that these digits are among those of its level.
function block(level, text) {
  if (!((level, text) in numbers)) {
    numbers[level, text] = counts[level]++
    blocks[level] = blocks[level] text
  }
  return numbers[level, text]
}

function declare(comment, name, mark, text,   end) {
  if (name != "pages") print ""
  print "  /// " comment
  print "  static let " name ": StaticString = " mark "\"\"\""
  while (text != "") {
    end = length(text) > 104 ? 104 : length(text)
    # Not within \u{…}.
    if (mark == "" && end < length(text)) while (substr(text, end, 1) != " ") end--
    # A blank at the end of a line would not be seen.
    if (substr(text, end, 1) == " " && end == length(text)) end--
    printf "    %s%s\n", substr(text, 1, end), (length(text) > end + 1 ? "\\" mark : "")
    text = substr(text, end + 1)
    if (text == " ") break
  }
  print "    \"\"\"" mark
}

END {
  count = split("00DF=115 115;00E6=97 101;0153=111 101;00FE=116 104;00F0=100;0131=105;0237=106;014B=110;0138=107;" \
    "03C2=963;0629=1607;0649=1610;06CC=1610;06A9=1603;0671=1575;0149=110;" \
    "04C0=1231;02BC=700", pairs, ";")
  for (place = 1; place <= count; place++) {
    split(pairs[place], sides, "=")
    special[hex(sides[1])] = sides[2]
  }
  for (page = 0; page < 131072; page += 512) {
    upper = ""
    for (start = page; start < page + 512; start += 8) {
      lower = ""
      for (code = start; code < start + 8; code++) lower = lower digits(code < 128 ? 0 : entry(code), 3)
      upper = upper digits(block("lower", lower), 2)
    }
    pages = pages digits(block("upper", upper), 2)
  }
  print "// Written by scripts/folding-table.sh from Unicode's data; not by hand."
  print ""
  print "/// What each character from U+0080 on is to a search; `Folding` reads it. Numbers are in digits of 64: the"
  print "/// characters from `0` on. All of it lies in the program's file as it is used: nothing is built at run time."
  print "enum FoldingTable {"
  declare("For 512 characters each, the number of their block in `blocks`: two digits.", "pages", "#", pages)
  declare("For 8 characters each, the number of their block in `entries`: two digits, 64 times a block.", "blocks", "#", blocks["upper"])
  declare("What each of 8 characters is: three digits, 8 times a block.", "entries", "#", blocks["lower"])
  declare("The characters that others fold to, where they are more than one.", "severals", "", severals)
  print "}"
}
