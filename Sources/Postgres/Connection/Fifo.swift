/// First in, first out; taking from the front costs no move of the rest.
struct Fifo<Element> {
    private var items: [Element?] = []
    private var head = 0

    var count: Int { items.count - head }
    var isEmpty: Bool { items.count == head }

    mutating func append(_ element: Element) {
        items.append(element)
    }

    mutating func popFirst() -> Element? {
        guard head < items.count else { return nil }
        let element = items[head]
        items[head] = nil
        head += 1
        if head == items.count {
            items.removeAll(keepingCapacity: true)
            head = 0
        } else if head > 1024, head * 2 > items.count {
            items.removeFirst(head)
            head = 0
        }
        return element
    }

    /// Takes out the first element that matches, wherever it stands.
    mutating func remove(where matches: (Element) -> Bool) -> Element? {
        guard let index = items.indices.dropFirst(head).first(where: { items[$0].map(matches) == true }) else { return nil }
        return items.remove(at: index)
    }

    mutating func removeAll() -> [Element] {
        defer {
            items = []
            head = 0
        }
        return items.dropFirst(head).compactMap { $0 }
    }
}
