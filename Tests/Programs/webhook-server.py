"""An institution's system that reviewd calls, over TLS: writes each call as JSON, its signature checked with Python's own hmac.

webhook-server.py FOLDER CERTIFICATE KEY SECRET; prints its port. The path says how a call is answered.
"""
import hashlib, hmac, json, ssl, sys, threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

folder, certificate, key, secret = sys.argv[1:5]
answers = {"/ok": 200, "/accepted": 202, "/gone": 410, "/unauthorised": 401, "/busy": 503, "/limited": 429, "/moved": 302, "/after-ok": 200}
lock, ok = threading.Lock(), threading.Event()
count = 0


def verified(header, body):
    fields = dict(field.split("=", 1) for field in header.split(","))
    expected = hmac.new(secret.encode(), fields["t"].encode() + b"." + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected, fields["v1"])


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        global count
        body = self.rfile.read(int(self.headers["Content-Length"]))
        taken = {
            "path": self.path, "method": self.command, "type": self.headers["Content-Type"], "body": body.decode(),
            "verified": verified(self.headers["Reviewd-Signature"], body),
        }
        with lock:
            count += 1
            with open(f"{folder}/{count}.json", "w") as file:
                json.dump(taken, file)
        if self.path == "/ok":
            ok.set()
        if self.path == "/after-ok":
            ok.wait(30)
        if self.path == "/slow":
            threading.Event().wait(30)
        if self.path not in answers:
            self.close_connection = True
            return
        self.send_response(answers[self.path])
        self.send_header("Content-Length", "0")
        if self.path == "/moved":
            self.send_header("Location", "/ok")
        self.end_headers()

    do_GET = do_POST

    def log_message(self, *arguments):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, address):
        pass


context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
context.load_cert_chain(certificate, key)
server = Server(("127.0.0.1", 0), Handler)
server.socket = context.wrap_socket(server.socket, server_side=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_address[1], flush=True)
sys.stdin.read()
