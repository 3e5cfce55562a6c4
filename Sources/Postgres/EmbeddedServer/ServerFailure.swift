/// Why the private PostgreSQL server cannot serve: one sentence for the operator.
package struct ServerFailure: Error, Equatable, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
