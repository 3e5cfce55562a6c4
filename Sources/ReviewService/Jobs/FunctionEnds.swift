extension Job {
    static let functionEnds = Job(
        "function-ends",
        "ends functions whose term is over, such as an expert's, and tells those concerned \(FunctionTerms.noticeDays) days before",
        .perReview { _ in
            FunctionTerms.waiting
        } _: { review, system in
            try await FunctionTerms.settle(review, in: system)
        })
}
