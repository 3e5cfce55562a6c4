import ReviewWire

/// What came from the peer and is not begun yet, and whether that was all. A value without I/O.
struct Incoming {
    private var framer: Framer
    /// A frame that came behind commands it has to wait for.
    private var held: Frame?
    /// The peer has ended its side: what is whole is answered, and then the connection closes.
    var isOver = false

    init(limits: Limits) {
        framer = Framer(limits: limits)
    }

    var isLoggedIn: Bool {
        get { framer.isLoggedIn }
        set { framer.isLoggedIn = newValue }
    }

    /// Octets that are not decoded yet.
    var buffered: Int { framer.buffered }
    var isInsideFrame: Bool { framer.isInsideFrame }

    /// Whether nothing more is to be begun: the peer has ended its side, and no whole frame is left.
    var isDone: Bool {
        mutating get {
            guard isOver else { return false }
            held = held ?? framer.next()
            return held == nil
        }
    }

    mutating func feed(raw: UnsafeRawBufferPointer) { framer.feed(raw: raw) }

    mutating func next() -> Frame? { held.take() ?? framer.next() }

    mutating func putBack(_ frame: Frame) { held = frame }
}
