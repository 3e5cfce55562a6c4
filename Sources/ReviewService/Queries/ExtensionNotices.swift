import ReviewModel

/// Tells those who play a role that something was asked or decided about an obligation.
enum ExtensionNotices {
    static func tell(_ kind: NoticeKind, _ role: RoleName, _ owed: OwedRow, in context: Context) async throws {
        try await context.asSystem { system in
            for account in try await Recipients.find(role, in: owed.review, system).accounts {
                try await Notices.post(kind, to: account, review: owed.review.id, obligation: owed.id, in: system)
            }
        }
    }
}
