"""What Python's email package reads in a mail; as a program, in each file of the folder that standard input names."""
import email, email.policy, email.utils, json, pathlib, sys


def parsed(octets):
    message = email.message_from_bytes(octets, policy=email.policy.default)
    parts = list(message.walk())
    return {
        "headers": {name: str(value) for name, value in message.items()},
        "names": [name for name, _ in message.items()],
        "date": email.utils.parsedate_to_datetime(message["Date"]).isoformat(),
        "type": message.get_content_type(),
        "parts": [part.get_content_type() for part in message.iter_parts()],
        "plain": message.get_body(("plain",)).get_content(),
        "html": message.get_body(("html",)).get_content(),
        "defects": [str(defect) for part in parts for defect in part.defects]
        + [str(defect) for value in message.values() for defect in value.defects],
        "longest": max(len(line) for line in octets.split(b"\r\n")),
        "stray": octets.replace(b"\r\n", b"").count(b"\n") + octets.replace(b"\r\n", b"").count(b"\r"),
        "ascii": octets.isascii(),
    }


if __name__ == "__main__":
    json.dump([parsed(path.read_bytes()) for path in sorted(pathlib.Path(sys.stdin.read()).iterdir())], sys.stdout)
