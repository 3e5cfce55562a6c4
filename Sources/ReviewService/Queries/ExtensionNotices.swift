import ReviewModel

/// Tells those who play a role that something was asked or decided about an obligation.
enum ExtensionNotices {
    /// Of a request: whoever the procedure lets decide, and the head when they ask it of themselves.
    static func tellDecider(of owed: OwedRow, in context: Context) async throws {
        let decider = try owed.extensionRule().by
        guard decider == owed.owedBy else { return try await tell(.extensionRequested, decider, owed, in: context) }
        try await context.asSystem { system in
            for head in try await Recipients.heads(system) {
                try await Notices.post(.extensionRequested, to: head, review: owed.review.id, obligation: owed.id, in: system)
            }
        }
    }

    static func tell(_ kind: NoticeKind, _ role: RoleName, _ owed: OwedRow, in context: Context) async throws {
        try await context.asSystem { system in
            for account in try await Recipients.find(role, in: owed.review, system).accounts {
                try await Notices.post(kind, to: account, review: owed.review.id, obligation: owed.id, in: system)
            }
        }
    }
}
