import ReviewWire

/// What the operator decides about the listeners and their sessions.
package struct ServerOptions: Sendable {
    /// Plain-text listeners: loopback addresses and Unix sockets only.
    package var plain: [ListenAddress] = []
    package var tls: [ListenAddress] = []
    /// Sockets that the service manager has opened for us.
    package var activated: [ActivatedSocket] = []
    package var certificate: CertificateFiles?
    /// Asks for a client certificate and offers `auth mech=external`; one is never required.
    package var clientCertificates = false
    package var limits = Limits()
    package var connections = ConnectionLimits()
    package var time = TimeLimits()
    /// Said in the greeting: an installation whose clock can be moved.
    package var isRehearsal = false

    package init() {}
}

/// The PEM files of the server's certificate chain and of its private key.
package struct CertificateFiles: Sendable {
    package let chainPath: String
    package let keyPath: String

    package init(chainPath: String, keyPath: String) {
        self.chainPath = chainPath
        self.keyPath = keyPath
    }
}

/// How many connections are served at once; loopback and Unix sockets count in the total only.
package struct ConnectionLimits: Sendable {
    package var totalMax = 10_000
    package var perAddressMax = 256
    /// Tests set it, so that the limit for each address can be seen on loopback.
    package var countsLocal = false

    package init() {}
}

/// How long a connection may keep the server waiting, in seconds.
package struct TimeLimits: Sendable {
    package var handshakeSeconds = 10
    /// Without a complete command, before login; a connection that watches may be silent.
    package var idleSecondsBeforeLogin = 120
    /// Without a complete command, after login; a connection that watches may be silent.
    package var idleSecondsAfterLogin = 3600
    /// For one command to arrive whole, from its first octet.
    package var requestSecondsBeforeLogin = 60
    package var requestSecondsAfterLogin = 600
    /// For a peer to take octets that wait for it.
    package var stalledSeconds = 300
    package var drainSeconds = 5
    package var eventPollMilliseconds = 200
    package var suspensionPollMilliseconds = 2000

    package init() {}
}
