"""A real mail server for the tests: takes letters and writes each as one JSON line to its standard output.

The first line says the port. Whoever is called "busy" is told to come again, whoever is called "gone" is not known here.
Needs aiosmtpd (https://aiosmtpd.aio-libs.org), which `cargo xtask setup` installs.
"""

import asyncio
import email
import email.policy
import json
import sys

from aiosmtpd.smtp import SMTP, AuthResult


class Box:
    async def handle_RCPT(self, server, session, envelope, address, options):
        name = address.split("@")[0]
        if name == "busy":
            return "451 come again"
        if name == "gone":
            return f"550 nobody is called {address}"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
        headers = {name.lower(): str(value) for name, value in letter.items()}
        say({"to": envelope.rcpt_tos, "headers": headers, "text": letter.get_content().replace("\r\n", "\n")})
        return "250 OK"


def say(what):
    print(json.dumps(what, ensure_ascii=False), flush=True)


def let_in(server, session, envelope, mechanism, data):
    return AuthResult(success=data.password == b"right", handled=False)


async def serve():
    ways = {}
    if "--sign-in" in sys.argv:
        ways = {"authenticator": let_in, "auth_required": True, "auth_require_tls": False}
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Box(), **ways), "127.0.0.1", 0)
    say({"port": server.sockets[0].getsockname()[1]})
    # Lives as long as whoever started it.
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(serve())
