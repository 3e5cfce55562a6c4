/// A transaction's instant is not what the last look at the clock lets expect: whatever was to be decided by it is undone.
struct ClockJump: Error {}
