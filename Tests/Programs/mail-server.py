"""An SMTP server with STARTTLS and login: writes what it takes as JSON, read by Python's own email package.

mail-server.py FOLDER CERTIFICATE KEY [plain]; prints its port; "plain" offers no TLS. The login is "reviewd", the password "mail-password-1".
A recipient "refused@…" is refused for good, "busy@…" for now; for "full@…" the mail itself is refused, and the first mail for "lost@…" is taken
and the line lost before the answer.
"""
import json, ssl, sys
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from mails import parsed

folder, certificate, key = sys.argv[1:4]
is_plain = sys.argv[4:] == ["plain"]


class Handler:
    count = 0
    lost = set()

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("refused@"):
            return "550 no such mailbox"
        if address.startswith("busy@"):
            return "451 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if envelope.rcpt_tos[0].startswith("full@"):
            return "552 mailbox full"
        Handler.count += 1
        taken = parsed(envelope.original_content)
        taken.update({"mail_from": envelope.mail_from, "rcpt_tos": envelope.rcpt_tos, "tls": session.ssl is not None, "line": session.peer[1]})
        with open(f"{folder}/{Handler.count}.json", "w") as file:
            json.dump(taken, file)
        if envelope.rcpt_tos[0].startswith("lost@") and envelope.rcpt_tos[0] not in Handler.lost:
            Handler.lost.add(envelope.rcpt_tos[0])
            server.transport.abort()
        return "250 taken"


def authenticator(server, session, envelope, mechanism, data):
    good = data.login == b"reviewd" and data.password == b"mail-password-1"
    return AuthResult(success=good, handled=False)


context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
context.load_cert_chain(certificate, key)
controller = Controller(
    Handler(), hostname="127.0.0.1", port=0, tls_context=None if is_plain else context, require_starttls=not is_plain,
    auth_required=True, auth_require_tls=not is_plain, authenticator=authenticator, server_hostname="localhost",
)
# A free port: the controller would look itself up under port 0.
import socket

with socket.socket() as probe:
    probe.bind(("127.0.0.1", 0))
    controller.port = probe.getsockname()[1]
controller.start()
print(controller.port, flush=True)
sys.stdin.read()
controller.stop()
