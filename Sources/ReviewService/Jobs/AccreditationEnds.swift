extension Job {
    static let accreditationEnds = Job(
        "accreditation-ends",
        "ends accreditations whose time is over, and tells the organisation \(AccreditationTerms.noticeDays) days before",
        .once { system in try await AccreditationTerms.settle(in: system) })
}
