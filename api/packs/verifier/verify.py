#!/usr/bin/env python3
"""Checks an evidence pack of Khanton with Python's standard library alone, without a network.

    python3 verify.py                     the pack in whose folder this file lies
    python3 verify.py PACK.zip            a pack that was not unpacked
    python3 verify.py PACK.zip --key khanton+97366e56+AQ…

The key is printed on the office's page /verify; take it from there or from a paper, not from the pack.
Exit code: 0 everything holds, 1 something does not, 2 this is no pack.
"""

import argparse
import base64
import hashlib
import json
import sys
import zipfile
from pathlib import Path

LARGEST = 2**30  # bytes of all files together
MOST = 20_000  # files
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_1 = pow(2, (P - 1) // 4, P)


class NoPack(Exception):
    """What was given cannot be read as a pack."""


# Ed25519 (RFC 8032, section 5.1): points in extended coordinates.


def added(a, b):
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    x, y, z, t = f - e, h - g, h + g, f + e
    return x * y % P, z * t % P, y * z % P, x * t % P


def times(number, point):
    found = (0, 1, 1, 0)
    while number:
        if number & 1:
            found = added(found, point)
        point, number = added(point, point), number >> 1
    return found


def same(a, b):
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


def point_of(data):
    """The point that 32 bytes stand for; None where there is none."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * ROOT_OF_MINUS_1 % P
    if (x * x - x2) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


BASE = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signed(public, text, signature):
    key, commitment = point_of(public), point_of(signature[:32])
    number = int.from_bytes(signature[32:], "little")
    if key is None or commitment is None or number >= ORDER:
        return False
    hashed = int.from_bytes(hashlib.sha512(signature[:32] + public + text).digest(), "little") % ORDER
    return same(times(number, BASE), added(commitment, times(hashed, key)))


# Signed notes, and the tree of RFC 6962


def decoded(letters):
    """Base 64 in its one form: other letters for the same bytes are refused."""
    data = base64.b64decode(letters, validate=True)
    if base64.b64encode(data).decode() != letters:
        raise NoPack("base64")
    return data


def key_of(text):
    """The 32 bytes of a public key written khanton+NUMBER+BASE64, with the bytes of its number."""
    name, number, data = text.split("+", 2)
    public = decoded(data)
    told = hashlib.sha256(name.encode() + b"\n" + public).digest()[:4]
    if len(public) != 33 or public[:1] != b"\1" or told.hex() != number:
        raise NoPack("key")
    return told, public[1:]


def note_holds(note, key):
    number, public = key_of(key)
    text, _, below = note.rpartition("\n\n")
    for line in below.splitlines():
        data = decoded(line.rpartition(" ")[2])
        if data[:4] == number and is_signed(public, (text + "\n").encode(), data[4:]):
            return True
    return False


def root_from(entry, index, size, path):
    """The root to which an entry leads (RFC 9162, section 2.1.3.2); None where the path does not fit."""
    node = hashlib.sha256(b"\0" + hashlib.sha256(entry.encode()).digest()).digest()
    at, last = index, size - 1
    for other in (bytes.fromhex(each) for each in path):
        if last == 0:
            return None
        if at & 1 or at == last:
            node = hashlib.sha256(b"\1" + other + node).digest()
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            node = hashlib.sha256(b"\1" + node + other).digest()
        at, last = at >> 1, last >> 1
    return node if last == 0 else None


# The pack


def read_pack(where):
    """Every file of the pack by its name."""
    try:
        if where.is_dir():
            files = [path for path in where.rglob("[!.]*") if path.is_file()]  # .DS_Store is nobody's
            return {path.relative_to(where).as_posix(): path.read_bytes() for path in files[:MOST]}
        with zipfile.ZipFile(where) as archive:
            infos = archive.infolist()
            if len(infos) > MOST or sum(each.file_size for each in infos) > LARGEST:
                raise NoPack("too large")
            if len({each.filename for each in infos}) != len(infos):
                raise NoPack("the same name twice")
            return {each.filename: archive.read(each) for each in infos}
    except (OSError, zipfile.BadZipFile, RuntimeError) as error:
        raise NoPack(str(error)) from error


def told(files, name, default=None):
    try:
        return json.loads(files[name].decode()) if name in files else default
    except (ValueError, RecursionError) as error:
        raise NoPack(name) from error


def check(files, trusted=""):
    """What was looked at: (name, how many, what is wrong)."""
    manifest, proof = told(files, "manifest.json"), told(files, "history/proof.json")
    if not isinstance(manifest, dict) or manifest.get("form") != "khanton-pack-1" or not proof:
        raise NoPack("manifest.json")
    entries = [each["entry"] for each in proof["entries"]]
    later = files.get("history/unproved.jsonl", b"").decode().splitlines()
    values = [json.loads(each) for each in (*entries, *later)]
    yield "files", len(manifest["files"]), list(bad_files(files, manifest))
    yield "signature", 1, list(bad_signature(proof, manifest, trusted))
    yield "entries", len(entries), list(bad_entries(proof))
    yield "chain", len(values), list(bad_links(values, (*entries, *later)))
    yield "documents", len(named_documents(values)), list(bad_documents(files, manifest, values))
    yield "texts", len(texts_of(manifest)), list(bad_texts(files, manifest, values))
    shown = told(files, "history/disclosures.json", [])
    yield "personal", len(shown), list(bad_personal(shown, values))


def bad_files(files, manifest):
    listed = {each["path"]: each["sha256"] for each in manifest["files"]}
    for path, wanted in listed.items():
        if path not in files:
            yield f"{path}: missing"
        elif hashlib.sha256(files[path]).hexdigest() != wanted:
            yield f"{path}: changed"
    yield from (f"{path}: not listed" for path in sorted(set(files) - set(listed) - {"manifest.json"}))


def bad_signature(proof, manifest, trusted):
    if not note_holds(proof["checkpoint"], proof["key"]):
        yield "the checkpoint is not signed by its key"
    if trusted and trusted.strip() != proof["key"]:
        yield f"another key signed: {proof['key']}"
    if proof["checkpoint"].split("\n")[0] != "khanton/" + manifest["office"]["code"]:
        yield "the checkpoint is another office's"


def bad_entries(proof):
    lines = proof["checkpoint"].split("\n")
    size, root = int(lines[1]), decoded(lines[2])
    for each in proof["entries"]:
        seq = json.loads(each["entry"])[2]
        if seq != each["index"] + 1 or root_from(each["entry"], each["index"], size, each["path"]) != root:
            yield f"entry {each['index'] + 1}: does not lead to the signed root"


def bad_links(values, texts):
    """Entries that follow each other name each other's hash; their numbers only rise."""
    for at in range(1, len(values)):
        before, after, text = values[at - 1], values[at], texts[at - 1]
        if after[2] <= before[2] or after[1] != before[1]:
            yield f"entry {after[2]}: out of order"
        elif after[2] == before[2] + 1 and after[22] != hashlib.sha256(text.encode()).hexdigest():
            yield f"entry {after[2]}: does not follow entry {before[2]}"


def named_documents(values):
    """SHA-256 to file name, of every document that an entry names."""
    details = (json.loads(each[19]) for each in values)
    return dict(pair for each in details for pair in each.get("documents", {}).values())


def bad_documents(files, manifest, values):
    named = named_documents(values)
    there = {each["sha256"]: each["path"] for each in manifest["files"] if each["what"] == "document"}
    absent = {each["sha256"] for each in manifest.get("missing", [])}
    yield from (f"{name} ({sha256[:12]}): missing" for sha256, name in named.items()
                if sha256 not in there and sha256 not in absent)  # fmt: skip
    yield from (f"{path}: no entry names it" for sha256, path in there.items() if sha256 not in named)


def texts_of(manifest):
    return [each for each in manifest["files"] if each["what"] == "text"]


def bad_texts(files, manifest, values):
    signed = {json.loads(each[19]).get("facts", {}).get("text_sha256") for each in values}
    for each in texts_of(manifest):
        if hashlib.sha256(files.get(each["path"], b"")).hexdigest() not in signed:
            yield f"{each['path']}: not the text that was signed"


def bad_personal(shown, values):
    details = {each[2]: json.loads(each[19]) for each in values}
    for each in shown:
        promised = hashlib.sha256(bytes.fromhex(each["salt"]) + each["value"].encode()).hexdigest()
        if at_pointer(details.get(each["seq"]), each["path"]) != {"commitment": promised}:
            yield f"entry {each['seq']} {each['path']}: another value was recorded"


def at_pointer(value, path):
    """What stands at a JSON Pointer (RFC 6901)."""
    for part in path.split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        try:
            value = value[int(name)] if isinstance(value, list) else value[name]
        except (KeyError, IndexError, TypeError, ValueError):
            return None
    return value


WORDS = {
    "files": "ไฟล์ในชุดตรงกับรายการ · files are as listed",
    "signature": "ลายเซ็นของจุดตรวจ · the checkpoint's signature",
    "entries": "รายการในประวัติอยู่ใต้จุดตรวจ · entries lead to the signed root",
    "chain": "รายการต่อกัน · entries follow each other",
    "documents": "เอกสารตรงกับที่ประวัติระบุ · documents are those that entries name",
    "texts": "ข้อความหนังสือตรงกับที่ลงนาม · papers' texts are those that were signed",
    "personal": "ข้อมูลบุคคลตรงกับที่บันทึก · personal values are those that were recorded",
}


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pack", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument("--key", default="", help="the office's public key")
    asked = parser.parse_args()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        files = read_pack(asked.pack)
        results = list(check(files, asked.key))
        key = told(files, "history/proof.json")["key"]
    except (NoPack, KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        print(f"อ่านชุดหลักฐานไม่ได้ · this is no pack that can be read: {type(error).__name__} {error}")
        return 2
    for name, count, wrong in results:
        print(f"[{'ผิด · WRONG' if wrong else 'ถูก · ok'}] {WORDS[name]}: {count}")
        for each in wrong:
            print(f"    {each}")
    if not asked.key:
        print("เทียบกุญแจนี้กับหน้า /verify ของสำนักงาน · compare this key with the office's page:")
        print(f"    {key}")
    return 1 if any(wrong for _, _, wrong in results) else 0


if __name__ == "__main__":
    sys.exit(main())
