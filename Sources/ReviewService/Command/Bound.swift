import ReviewWire

/// A closure over typed arguments, waiting for the text of a request: reading the text comes before any rule is asked (501 before 410).
package struct Bound<Subject: Sendable, Answer: Sendable>: Sendable {
    package let bind: @Sendable (Fields) throws(Refusal) -> @Sendable (Subject) async throws -> Answer

    init<each Value: ArgumentValue>(
        _ arguments: repeat Argument<each Value>, run: @escaping @Sendable (Subject, repeat each Value) async throws -> Answer
    ) {
        bind = { fields throws(Refusal) in
            let values = (repeat try (each arguments).parse(fields))
            return { subject in try await run(subject, repeat each values) }
        }
    }
}

func describe<each Value: ArgumentValue>(_ arguments: repeat Argument<each Value>) -> [ArgumentDescription] {
    var descriptions: [ArgumentDescription] = []
    for argument in repeat each arguments { descriptions.append(argument.description) }
    return descriptions
}
