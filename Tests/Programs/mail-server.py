"""An SMTP server with STARTTLS and login: writes what it takes as JSON, read by Python's own email package.

mail-server.py FOLDER CERTIFICATE KEY [MODE]; prints its port. The login is "reviewd", the password "mail-password-1". A recipient "rcpt-CODE…@"
or "data-CODE…@", such as "rcpt-550-5.1.1@", is answered so when it is named or when its mail has come; the first mail for "lost@…" is taken and
the line lost before the answer. The file "trouble" in the folder holds an answer that everybody gets: to a connection ("greeting 554 5.7.1"), or
to the sender's address ("sender 550 5.7.1"). The file "connections" grows by an octet with each. The mode "plain" offers no TLS.
"""
import json, os, ssl, sys
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from mails import parsed

folder, certificate, key = sys.argv[1:4]
is_plain = sys.argv[4:] == ["plain"]


def trouble(place):
    """The answer that is given there to everybody, or nothing."""
    if not os.path.exists(f"{folder}/trouble"):
        return None
    where, answer = open(f"{folder}/trouble").read().split(" ", 1)
    return f"{answer} it is not your fault" if where == place else None


def wished(address, place):
    """What a recipient says by its name how it is answered."""
    words = address.split("@")[0].split("-")
    return " ".join(words[1:]) + " as you wish" if words[0] == place else None


class Handler:
    count = 0
    lost = set()

    async def handle_MAIL(self, server, session, envelope, address, options):
        envelope.mail_from = address
        return trouble("sender") or "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = wished(address, "rcpt")
        if answer is None:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(self, server, session, envelope):
        answer = wished(envelope.rcpt_tos[0], "data")
        if answer is not None:
            return answer
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


class Grumbler(SMTP):
    async def _handle_client(self):
        with open(f"{folder}/connections", "a") as file:
            file.write("1")
        answer = trouble("greeting")
        if answer is None:
            return await super()._handle_client()
        await self.push(answer)
        self.transport.close()


class GrumblingController(Controller):
    def factory(self):
        return Grumbler(self.handler, **self.SMTP_kwargs)


context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
context.load_cert_chain(certificate, key)
controller = GrumblingController(
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
