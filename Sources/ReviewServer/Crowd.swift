import ReviewService

/// Those who watch: everyone, or those who are logged in. What one crowd is woken for must not delay the other, or the time of a push would
/// tell the public that something happened which it may not see.
enum Crowd: Sendable, CaseIterable {
    case `public`, members
}

extension Actor {
    var crowd: Crowd { account == nil ? .public : .members }
}
