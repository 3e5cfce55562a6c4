/// The database's clock jumped while a job ran: what it had not committed is undone.
struct ClockJump: Error {}
