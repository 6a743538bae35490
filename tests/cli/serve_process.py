#!/usr/bin/env python3
"""serve_process.py NOSO PACK WORK: the service as a process, over loopback."""
import http.client
import json
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from pathlib import Path

noso, pack, work = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
failures = []
CASE = json.dumps({"age": 45, "present": ["first-step-pain"]})


def check(good, what):
    if not good:
        failures.append(what)
        print("FAILED:", what, file=sys.stderr)


class Service:
    def __init__(self, *options, kb=None):
        command = [noso] + (["--kb", str(kb)] if kb else []) + ["serve", "--allow-draft", "--port", "0", "--log",
                                                               str(work / "log.jsonl"), *options]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        found = re.match(r"serving (https?)://127\.0\.0\.1:(\d+)", line)
        if not found:
            sys.exit(f"the service did not start: {line!r}")
        self.port = int(found[2])

    def connect(self):
        return socket.create_connection(("127.0.0.1", self.port), timeout=30)

    def client(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def ask(self, method, path, body=None, headers={}):
        client = self.client()
        client.request(method, path, body, headers)
        answer = client.getresponse()
        text = answer.read()
        client.close()
        return answer.status, text.decode()

    def end(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        return self.process.wait(timeout=60)


def raw(service, data):
    """What comes back for these bytes until the service closes."""
    with service.connect() as s:
        s.sendall(data)
        out = b""
        while part := s.recv(65536):
            out += part
        return out.decode(errors="replace")


def speaks_http():
    service = Service("--max-body-mb", "0.1", "--request-seconds", "2",
                      "--feedback", str(work / "feedback.sqlite"))
    client = service.client()
    for _ in range(3):  # one connection
        client.request("POST", "/assess", CASE)
        answer = client.getresponse()
        check(answer.status == 200 and json.loads(answer.read())["scope"] == "inside", "a case is answered")
    client.close()
    status, text = service.ask("GET", "/cds-services")
    check(status == 200 and len(json.loads(text)["services"]) == 4, "the discovery")
    status, text = service.ask("POST", "/assess", "x" * 200000)
    check(status == 413 and "too-large" in text, f"a large body: {status}")
    status, _ = service.ask("GET", "/health", headers={"X-Long": "x" * 20000})
    check(status == 431, f"a large head: {status}")
    check("400 Bad Request" in raw(service, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"), "bad-http")
    check("bad-http" in raw(service, b"no http at all\r\n\r\n"), "bad-http is said")
    chunked = b"POST /assess HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    chunked += b"%x\r\n%s\r\n0\r\n\r\n" % (len(CASE), CASE.encode())
    check("200 OK" in raw(service, chunked), "a chunked body")
    expecting = b"POST /assess HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nConnection: close\r\nContent-Length: "
    with service.connect() as s:
        s.sendall(expecting + str(len(CASE)).encode() + b"\r\n\r\n")
        check(b"100 Continue" in s.recv(4096), "an expectation is met")
        s.sendall(CASE.encode())
        check(b"200 OK" in s.recv(65536), "and the body answered")
    twice = b"GET /health HTTP/1.1\r\nHost: a\r\n\r\nGET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    check(raw(service, twice).count("200 OK") == 2, "two requests at once are answered in turn")
    check("200 OK" in raw(service, b"HEAD /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"), "HEAD")
    slow_clients_wait_alone(service)
    check(service.end() == 0, "a graceful end is success")


def waits_for_open_connections(asking, count):
    """Asks on one kept connection until `count` are open, its own among them."""
    for _ in range(600):
        asking.request("GET", "/metrics")
        found = re.search(r"^noso_connections (\d+)$", asking.getresponse().read().decode(), re.M)
        if int(found[1]) == count:
            return
        time.sleep(0.05)
    check(False, f"{count} connections are open")


def limits_connections():
    service = Service("--max-connections", "40")
    asking = service.client()
    waits_for_open_connections(asking, 1)
    open_ones = [service.connect() for _ in range(39)]
    waits_for_open_connections(asking, 40)
    with service.connect() as s:
        answer = b""
        while part := s.recv(65536):  # the head and the body may come one after the other
            answer += part
        check(b"too-many" in answer, "too-many connections are turned away")
    open_ones.pop().close()
    waits_for_open_connections(asking, 39)
    check(service.ask("GET", "/health")[0] == 200, "a place that became free is given")
    for s in open_ones:
        s.close()
    asking.close()
    check(service.end() == 0, "a graceful end is success")


def slow_clients_wait_alone(service):
    def trickle(s):
        try:
            for byte in b"POST /assess HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n":
                s.sendall(bytes([byte]))
                time.sleep(0.2)
            s.settimeout(20)
            while s.recv(1000):
                pass
            ended.append(time.monotonic())
        except OSError:
            ended.append(time.monotonic())

    ended, begun = [], time.monotonic()
    slow = [service.connect() for _ in range(20)]
    threads = [threading.Thread(target=trickle, args=(s,)) for s in slow]
    for t in threads:
        t.start()
    while time.monotonic() - begun < 1.5:
        status, _ = service.ask("GET", "/health")
        check(status == 200, "others are answered beside slow clients")
    for t in threads:
        t.join()
    check(len(ended) == 20 and max(ended) - begun < 15, "slow clients are dropped at the deadline")
    for s in slow:
        s.close()


def finishes_what_was_begun():
    service = Service()
    with service.connect() as begun, service.connect() as idle:
        begun.sendall(b"POST /assess HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n" % len(CASE))
        begun.sendall(CASE[:10].encode())
        time.sleep(1)
        service.process.send_signal(signal.SIGTERM)
        check(idle.recv(10) == b"", "an idle connection is closed at the end")
        begun.sendall(CASE[10:].encode())
        check(b"200 OK" in begun.recv(65536), "what was begun is answered")
    check(service.process.wait(timeout=60) == 0, "and then it ends with success")


def served_version(service):
    return json.loads(service.ask("GET", "/health")[1])["knowledge"]["version"]


def refusals(service):
    found = re.search(r'swaps_total\{outcome="refused"\} (\d+)', service.ask("GET", "/metrics")[1])
    return int(found.group(1)) if found else 0


def exchanges_knowledge():
    """Replaces the file again and again while requests go on: none fails, and each is of one of the two."""
    kinds = []
    for version in ("1.0.0", "2.0.0"):
        folder = work / f"pack-{version}"
        shutil.copytree(pack, folder)
        text = (folder / "pack.json").read_text()
        (folder / "pack.json").write_text(re.sub(r'"version": "[^"]*"', f'"version": "{version}"', text, count=1))
        kinds.append(work / f"{version}.noso")
        subprocess.run([noso, "-q", "compile", folder, "-o", kinds[-1]], check=True)
    served = work / "served.noso"
    shutil.copy(kinds[0], served)
    service = Service(kb=served)
    stop, versions, bad, counts = threading.Event(), set(), [], []

    def load():
        client, n = service.client(), 0
        while not stop.is_set():
            client.request("POST", "/assess", CASE)
            answer = client.getresponse()
            text = answer.read()
            n += 1
            if answer.status != 200:
                bad.append(answer.status)
            else:
                versions.add(json.loads(text)["knowledge"]["version"])
        counts.append(n)

    threads = [threading.Thread(target=load) for _ in range(3)]
    for t in threads:
        t.start()
    for i in range(int(os.environ.get("NOSO_SWAPS", "30"))):
        shutil.copy(kinds[(i + 1) % 2], work / "next.noso")
        os.replace(work / "next.noso", served)
        service.process.send_signal(signal.SIGHUP)
        time.sleep(0.02)
    served.write_text("no knowledge")
    service.process.send_signal(signal.SIGHUP)
    time.sleep(0.5)
    stop.set()
    for t in threads:
        t.join()
    check(not bad and len(counts) == 3 and min(counts) > 0, f"no request fails while knowledge is exchanged: {bad[:5]}")
    check(versions == {"1.0.0", "2.0.0"}, f"both versions were served: {versions}")
    until = time.monotonic() + 30
    while refusals(service) == 0 and time.monotonic() < until:
        time.sleep(0.2)
    check(refusals(service) > 0, "a bad file is refused")
    check(service.ask("GET", "/health")[0] == 200, "and the old knowledge stays")
    shutil.copy(kinds[0], work / "next.noso")
    os.replace(work / "next.noso", served)
    until = time.monotonic() + 30
    while served_version(service) != "1.0.0" and time.monotonic() < until:
        time.sleep(0.2)
    check(served_version(service) == "1.0.0", "a change of the file is seen without a signal")
    check(service.end(signal.SIGINT) == 0, "SIGINT ends it")


def speaks_tls():
    made = subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
                           "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", work / "key.pem", "-out",
                           work / "cert.pem"], capture_output=True)
    if made.returncode != 0:
        return print("skipped: TLS, as there is no openssl")
    service = Service("--tls-cert", str(work / "cert.pem"), "--tls-key", str(work / "key.pem"))
    trust = ssl.create_default_context(cafile=work / "cert.pem")
    client = http.client.HTTPSConnection("127.0.0.1", service.port, context=trust, timeout=30)
    client.request("GET", "/cds-services")
    check(client.getresponse().status == 200, "the discovery over TLS")
    client.close()
    environment = dict(os.environ, SSL_CERT_FILE=str(work / "cert.pem"))
    url = f"https://127.0.0.1:{service.port}/cds-services"
    lint = subprocess.run([noso, "cards", "lint", url], env=environment, capture_output=True, text=True)
    check(lint.returncode == 0, f"the lint fetches over TLS: {lint.stderr}")
    lint = subprocess.run([noso, "cards", "lint", url], capture_output=True, text=True)
    check(lint.returncode == 3 and "cannot-fetch" in lint.stderr, "and trusts no certificate that it does not know")
    check(service.end() == 0, "TLS ends, too")


def keys_are_asked_for():
    service = Service("--jwks", str(work / "keys.json"))
    status, text = service.ask("GET", "/cds-services")
    check(status == 401 and text == "", "without a token there is a bare 401")
    check(service.ask("GET", "/health")[0] == 200, "health is open")
    check(service.end() == 0, "it ends")


speaks_http()
limits_connections()
finishes_what_was_begun()
exchanges_knowledge()
speaks_tls()
keys_are_asked_for()
log = (work / "log.jsonl").read_text().splitlines()
check(all("event" in json.loads(line) for line in log) and len(log) > 20, "the log is one JSON object a line")
sys.exit(1 if failures else 0)
