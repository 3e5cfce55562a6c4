import Foundation

extension Process {
    /// Runs with every signal let through: a worker thread blocks them all, its child inherits that, and pgbench would never hear the alarm
    /// that ends its run.
    func runUnmasked() throws {
        var none = sigset_t()
        var before = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        try run()
    }
}
