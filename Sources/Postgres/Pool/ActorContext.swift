/// Who a unit of work is done for; `Pool.enter` turns it into the session settings that row-level security reads.
package struct ActorContext: Sendable {
    package var account: String
    package var organisation: String
    package var role: String
    /// Whether it is the secretariat's head.
    package var isHead: Bool
    /// The instant to act at, when a transaction is run again: nobody is late because two of them got in each other's way. Nil is now.
    package var instant: Instant?

    package init(account: String, organisation: String, role: String, isHead: Bool = false, instant: Instant? = nil) {
        self.account = account
        self.organisation = organisation
        self.role = role
        self.isHead = isHead
        self.instant = instant
    }
}
