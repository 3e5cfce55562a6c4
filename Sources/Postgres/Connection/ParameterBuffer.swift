/// Lays parameters out as libpq wants them (pointers, lengths, formats) in memory that is used again for the next statement.
struct ParameterBuffer {
    private var octets: [UInt8] = []
    /// Where each value starts; nil is NULL.
    private var starts: [Int?] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []
    private var types: [UInt32] = []
    private var pointers: [UnsafePointer<CChar>?] = []

    /// The arrays of one statement, valid during the call that lends them.
    struct Layout {
        let count: Int32
        let types: UnsafePointer<UInt32>?
        let values: UnsafePointer<UnsafePointer<CChar>?>?
        let lengths: UnsafePointer<Int32>?
        let formats: UnsafePointer<Int32>?
    }

    mutating func with<R>(_ parameters: [SQLParameter], _ body: (Layout) -> R) -> R {
        clear()
        for parameter in parameters { add(parameter) }
        return octets.withUnsafeBufferPointer { octets in
            for start in starts {
                let base = UnsafeRawPointer(octets.baseAddress)
                pointers.append(start.flatMap { base?.advanced(by: $0).assumingMemoryBound(to: CChar.self) })
            }
            return types.withUnsafeBufferPointer { types in
                pointers.withUnsafeBufferPointer { values in
                    lengths.withUnsafeBufferPointer { lengths in
                        formats.withUnsafeBufferPointer { formats in
                            body(
                                Layout(
                                    count: Int32(parameters.count), types: types.baseAddress, values: values.baseAddress,
                                    lengths: lengths.baseAddress, formats: formats.baseAddress))
                        }
                    }
                }
            }
        }
    }

    private mutating func add(_ parameter: SQLParameter) {
        switch parameter {
        case .text(let text):
            starts.append(text == nil ? nil : octets.count)
            lengths.append(0)
            formats.append(0)
            types.append(0)
            if let text {
                octets.append(contentsOf: text.utf8)
                octets.append(0)
            }
        case .bytes(let bytes):
            starts.append(octets.count)
            lengths.append(Int32(bytes.count))
            formats.append(1)
            types.append(ParameterBuffer.bytea)
            octets.append(contentsOf: bytes)
            // An empty value still needs an address: libpq reads a null pointer as NULL.
            octets.append(0)
        }
    }

    private mutating func clear() {
        // One large upload must not keep its memory for the life of the connection.
        octets.removeAll(keepingCapacity: octets.capacity <= 1 << 18)
        starts.removeAll(keepingCapacity: true)
        lengths.removeAll(keepingCapacity: true)
        formats.removeAll(keepingCapacity: true)
        types.removeAll(keepingCapacity: true)
        pointers.removeAll(keepingCapacity: true)
    }

    private static let bytea: UInt32 = 17
}
