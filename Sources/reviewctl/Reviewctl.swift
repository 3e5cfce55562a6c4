import ArgumentParser

/// The command line client of reviewd.
struct Reviewctl: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reviewctl",
        abstract: "Talks to reviewd: reviews of States under a treaty, from nomination to follow-up.",
        usage: """
            reviewctl NOUN VERB [name=value …] [-|--body FILE]
                   reviewctl <subcommand>
            """,
        discussion: """
            Any verb of the server is a command: 'reviewctl review open party=KEN' sends 'review.open party=KEN'. \
            'reviewctl verbs' lists what your role may say, 'reviewctl help review open' explains one verb. \
            A command that changes something carries an idempotency key; when the server cannot be reached it is \
            kept in the spool, and 'reviewctl retry' sends it again without doing it twice.

            With --json every line is one JSON object: rows and results on standard output; the end of a listing \
            ({"reply":210,"n":…,"next":…}) and refusals ({"reply":…,"err":…,"msg":…}) on standard error, and what fails here as {"exit":…,"msg":…}.

            EXIT STATUS
              0  done
              1  a fault on this machine, or a server that is not ours
              2  wrong usage or argument (5xx)
              3  log in first (430, 432, 433)
              4  refused (431, 440, 441, 443, 461)
              5  no such thing, or not visible to you (410)
              6  changed meanwhile, or not in this state (420, 421, 442)
              7  temporary or unreachable (450, 451, 460): changes are in the spool
              8  a fault of the server (459): do not retry

            COMPLETION
              bash: source <(reviewctl --generate-completion-script bash); zsh and fish likewise

            ENVIRONMENT
              REVIEWCTL_SERVER   the daemon, when neither --server nor a login says
              REVIEWCTL_PROFILE  which saved login to use
              REVIEWCTL_CA_FILE  PEM file of the authorities to trust
              NO_COLOR           no bold headings
            """,
        version: "reviewctl \(Agent.version)",
        subcommands: [
            Forward.self, Home.self, ExportCalendar.self, Verbs.self, Watch.self, Submit.self, Upload.self, RetrySpooled.self,
            SpoolCommands.self, Login.self, Logout.self, Join.self, Password.self,
        ],
        defaultSubcommand: Forward.self)
}

/// How this client names itself to a server.
enum Agent {
    static let version = "0.1"
    static let name = "reviewctl/\(version)"
}
