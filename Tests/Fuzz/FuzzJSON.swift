/// JSON: what is read is written on one line and read as the same again; any octets can be written as a string.
func fuzzJSON(_ input: [UInt8]) {
    // try?: most inputs are no JSON
    if let value = try? JSONParser.parse(input) {
        let encoded = value.encoded()
        guard !encoded.contains(where: { $0 < 0x20 }) else { finding("a control in JSON") }
        guard let again = try? JSONParser.parse(encoded), again == value else { finding("JSON changes") }  // try?: a throw is a finding too
    }
    var writer = JSONWriter()
    input.withUnsafeBytes { writer.string(bytes: $0) }
    let text = try? JSONParser.parse(writer.bytes)  // try?: a throw is a finding too
    guard text == .string(String(decoding: input, as: UTF8.self)) else { finding("a string changes") }
}
