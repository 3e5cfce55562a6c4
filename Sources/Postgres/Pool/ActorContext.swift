/// Who a unit of work is done for; `Pool.enter` turns it into the session settings that row-level security reads.
package struct ActorContext: Sendable {
    package var account: String
    package var organisation: String
    package var role: String
    /// Further settings, name and value, such as `reviewd.function`.
    package var settings: [(String, String)]

    package init(account: String, organisation: String, role: String, settings: [(String, String)] = []) {
        self.account = account
        self.organisation = organisation
        self.role = role
        self.settings = settings
    }
}
