/// Identifiers of one kind in a text, such as those that start with `D`.
func identifiers(_ prefix: Character, in text: String) -> Set<String> {
    var found: Set<String> = []
    let characters = Array(text)
    for index in characters.indices where characters[index] == prefix && index + 12 <= characters.count {
        let candidate = characters[index..<index + 12]
        guard candidate[index + 1] == "-", candidate.dropFirst(2).allSatisfy({ $0.isNumber || ($0.isLetter && $0.isUppercase) }) else {
            continue
        }
        guard index == 0 || !(characters[index - 1].isLetter || characters[index - 1].isNumber) else { continue }
        found.insert(String(candidate))
    }
    return found
}
