/// SCRAM: the first octet chooses the message; what is read and written again is read as the same.
func fuzzScram(_ input: [UInt8]) {
    guard let kind = input.first else { return }
    let message = Array(input.dropFirst())
    do throws(ScramFailure) {
        switch kind & 3 {
        case 0:
            let first = try ScramClientFirst(message)
            guard first.bytes == message else { finding("header and rest are not the message") }
            let again = try ScramClientFirst(ScramClientFirst(binding: first.binding, login: first.login, nonce: first.nonce).bytes)
            guard again.login.utf8.elementsEqual(first.login.utf8), again.nonce == first.nonce, again.binding == first.binding else {
                finding("a first message changes")
            }
        case 1:
            let first = try ScramServerFirst(message)
            let again = try ScramServerFirst(ScramServerFirst(nonce: first.nonce, salt: first.salt, iterations: first.iterations).bytes)
            guard again.salt == first.salt, again.iterations == first.iterations else { finding("a challenge changes") }
        case 2:
            let final = try ScramClientFinal(message)
            guard message.starts(with: final.withoutProof.utf8), final.proof.count == 32 else { finding("a proof changes") }
        default: _ = try ScramServerFinal(message)
        }
    } catch {
        guard error == .malformed else { finding("\(error) is not about form") }
    }
    // try?: most inputs are no password
    if let text = String(validating: message, as: UTF8.self), let once = try? SASLprep.prepare(text) {
        guard !once.unicodeScalars.contains(where: { $0.value < 0x20 }) else { finding("a control in a prepared password") }
    }
}
