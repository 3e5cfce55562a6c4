/// What libFuzzer calls with each input: the first octet chooses the part, the rest is its input.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzOneInput(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = [UInt8](UnsafeBufferPointer(start: start, count: count))
    guard let part = input.first else { return 0 }
    let rest = Array(input.dropFirst())
    switch part & 3 {
    case 0: fuzzFraming(rest, isLoggedIn: part & 4 != 0)
    case 1: fuzzReplies(rest)
    case 2: fuzzJSON(rest)
    default: fuzzScram(rest)
    }
    return 0
}

/// Stops the run, so that libFuzzer keeps the input.
func finding(_ what: String) -> Never { fatalError("finding: \(what)") }
