#!/usr/bin/env python3
"""Check what Visible Hands says of its labour log, without trusting it: a receipt, the chain, a labour statement.

    python verify.py receipt receipt-123.json [--key HEX]
    python verify.py chain chain.json [more.json ...] [--key HEX ...] [--latest latest.json]
    python verify.py statement labour-statement.jsonld [--key HEX] [--chain chain.json ...]

It needs Python 3.11 and the package `cryptography`, reads the files that you name, and asks no server. It prints what
is right and what is wrong, and ends with 0 if all is right, 1 if something is wrong, 2 if it can't read what you gave.

What it rests on: SHA-256, the hash tree of RFC 6962, signatures by Ed25519 (RFC 8032), and JSON written in one way only
(RFC 8785). A file brings its own public key along. Whoever could forge the file could bring a key of their own: so take
the key from somewhere else, where you noted it earlier or where others keep it, and name it by `--key`.
"""

import argparse
import hashlib
import hmac
import json
import sys
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Json = Any  # as json.loads gives it
NOTHING_BEFORE = "00" * 32
RECEIPT = {"leaf", "payload", "salt", "index", "count", "proof", "header", "signature", "public_key"}


class Wrong(Exception):
    """Something does not hold; the words say what."""


def canonical(value: Json) -> bytes:
    """The bytes that everybody hashes for `value`."""
    if value is None:
        return b"null"
    if isinstance(value, bool):
        return b"true" if value else b"false"
    if isinstance(value, int):
        if abs(value) > 2**53 - 1:
            raise Wrong(f"The number {value} is too large to be written in one way only.")
        return str(value).encode()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).encode()
    if isinstance(value, list):
        return b"[" + b",".join(canonical(each) for each in value) + b"]"
    if isinstance(value, dict):
        in_order = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return b"{" + b",".join(canonical(name) + b":" + canonical(value[name]) for name in in_order) + b"}"
    raise Wrong(f"{value!r} has no place in a file of ours.")


def same_everywhere(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    """A JSON object whose names are all different: a second one would hide the first."""
    if len({name for name, _ in pairs}) != len(pairs):
        raise Wrong("A name stands twice in one object.")
    return dict(pairs)


def no_fraction(number: str) -> Json:
    raise Wrong(f"There is a fraction in the file ({number}); in a file of ours there is none.")


def read(text: str) -> Json:
    return json.loads(text, object_pairs_hook=same_everywhere, parse_float=no_fraction, parse_constant=no_fraction)


def unhex(text: str) -> bytes:
    """Bytes out of hexadecimal digits, which are written in one way only as well."""
    content = bytes.fromhex(text)
    if content.hex() != text:
        raise Wrong(f"{text!r} is not written as hexadecimal digits are: in lower case, without gaps.")
    return content


def sha256(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def leaf_hash(leaf: Json) -> bytes:
    return sha256(b"\x00" + canonical(leaf))


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right)


def root_of(hashes: list[bytes]) -> bytes:
    """The root of a tree (RFC 6962, 2.1); an odd last one is taken up as it is."""
    level = list(hashes)
    while len(level) > 1:
        pairs = [node_hash(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
        level = pairs + level[len(pairs) * 2 :]
    return level[0]


def root_from_proof(leaf: bytes, index: int, count: int, proof: list[bytes]) -> bytes:
    """The root that a proof leads to from a leaf's hash (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < count:
        raise Wrong(f"There is no place {index} in a block of {count}.")
    node, last, rest = leaf, count - 1, list(proof)
    while last > 0:
        if index % 2 or index < last:
            if not rest:
                raise Wrong("The proof is too short.")
            other = rest.pop(0)
            node = node_hash(other, node) if index % 2 else node_hash(node, other)
        index, last = index // 2, last // 2
    if rest:
        raise Wrong("The proof is too long.")
    return node


def check_signature(message: bytes, signature: bytes, public_key: bytes, what: str) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        raise Wrong(f"The signature of {what} was not made with the key {key_id(public_key)}.") from None


def key_id(public_key: bytes) -> str:
    return sha256(public_key).hex()[:16]


def check_commitment(leaf: Json, salt: bytes, payload: Json) -> None:
    if hmac.digest(salt, canonical(payload), "sha256") != unhex(leaf["commitment"]):
        raise Wrong(f"The content of row {leaf['id']} is not what was sealed.")


def check_receipt(receipt: Json, trusted: list[bytes]) -> None:
    if set(receipt) != RECEIPT:
        raise Wrong(f"A receipt holds {', '.join(sorted(RECEIPT))}, and nothing else.")
    header, leaf = receipt["header"], receipt["leaf"]
    check_commitment(leaf, unhex(receipt["salt"]), receipt["payload"])
    print(f"Right: what the receipt says of row {leaf['id']} ({leaf['type']}, {leaf['at']}) is what was sealed.")
    if receipt["count"] != header["count"]:
        raise Wrong(f"The receipt speaks of {receipt['count']} leaves, the block of {header['count']}.")
    proof = [unhex(each) for each in receipt["proof"]]
    root = root_from_proof(leaf_hash(leaf), receipt["index"], receipt["count"], proof)
    if root.hex() != header["root"]:
        raise Wrong(f"Row {leaf['id']} is not in block {header['height']}: the proof leads to another root.")
    print(f"Right: it stands at place {receipt['index']} of {receipt['count']} in block {header['height']}.")
    check_header(receipt, [unhex(receipt["public_key"])], trusted)
    print(f"Right: block {header['height']}, sealed at {header['sealed_at']}, is signed by key {header['key']}.")
    say_whether_trusted(trusted)


def check_header(block: Json, keys: list[bytes], trusted: list[bytes]) -> None:
    """The signature of a block's header by the key that it names, one of `keys` (and of `trusted`, if any)."""
    header = block["header"]
    what = f"block {header['height']}"
    known = {key_id(key): key for key in (trusted or keys)}
    if header["key"] not in known:
        raise Wrong(f"Key {header['key']}, which {what} names, is not among the keys {', '.join(known) or '(none)'}.")
    check_signature(canonical(header), unhex(block["signature"]), known[header["key"]], what)


def say_whether_trusted(trusted: list[bytes]) -> None:
    if not trusted:
        print("Note: the key came with the file. Compare it with what you noted elsewhere (--key).")


def check_chain(exports: list[Json], trusted: list[bytes], latest: Json) -> dict[int, str]:
    """Blocks that follow each other; where they bring their leaves along, these as well."""
    known: dict[int, str] = {}
    streams: dict[str, int] = {}
    last, leaf_count = None, 0
    for export in exports:
        keys = [unhex(key["public_key"]) for key in export["keys"]]
        for block in export["blocks"]:
            check_header(block, keys, trusted)
            check_link(block["header"], last)
            leaf_count += check_leaves(block, streams)
            last = block["header"]
            known[last["height"]] = sha256(canonical(last)).hex()
    if last is None:
        raise Wrong("There is no block in what you gave.")
    first = min(known)
    print(f"Right: blocks {first} to {last['height']} follow each other, and each is signed.")
    if first:
        print(f"Note: blocks 0 to {first - 1} were not given, so they were not checked.")
    if leaf_count:
        print(f"Right: their {leaf_count} leaves are those that were sealed, without a gap in any stream.")
    if latest is not None:
        check_latest(latest, known)
    say_whether_trusted(trusted)
    return known


def check_link(header: Json, last: Json) -> None:
    height = header["height"]
    if last is None and height > 0:
        return
    expected = 0 if last is None else last["height"] + 1
    if height != expected:
        raise Wrong(f"Block {expected} is missing: block {height} stands in its place.")
    before = NOTHING_BEFORE if last is None else sha256(canonical(last)).hex()
    if header["previous"] != before:
        raise Wrong(f"Block {height} does not follow block {height - 1} as it was given: one of them was changed.")


def check_leaves(block: Json, streams: dict[str, int]) -> int:
    """How many leaves a block brought along, each of them right."""
    header, leaves = block["header"], block.get("leaves")
    if leaves is None:
        return 0
    where = f"block {header['height']}"
    if len(leaves) != header["count"]:
        raise Wrong(f"{where.capitalize()} says {header['count']} leaves, and {len(leaves)} were given.")
    if root_of([leaf_hash(each["leaf"]) for each in leaves]).hex() != header["root"]:
        raise Wrong(f"The leaves of {where} are not those that were sealed: one was changed, or moved.")
    numbers = [each["leaf"]["id"] for each in leaves]
    if [min(numbers), max(numbers)] != [header["first_id"], header["last_id"]]:
        raise Wrong(f"{where.capitalize()} does not hold the rows that it says.")
    for each in leaves:
        leaf = each["leaf"]
        before = streams.get(leaf["stream"])
        if before is not None and leaf["seq"] != before + 1:
            raise Wrong(f"Stream {leaf['stream']} leaps from {before} to {leaf['seq']} in {where}.")
        streams[leaf["stream"]] = leaf["seq"]
        if "payload" in each:
            check_commitment(leaf, unhex(each["salt"]), each["payload"])
    return len(leaves)


def check_latest(latest: Json, known: dict[int, str]) -> None:
    """That a block which somebody noted earlier still stands in the chain."""
    height, noted = latest["header"]["height"], sha256(canonical(latest["header"])).hex()
    if height not in known:
        raise Wrong(f"Block {height}, which was noted, is not in the chain any more.")
    if known[height] != noted:
        raise Wrong(f"Block {height} is not the one that was noted: the chain was written anew.")
    print(f"Right: block {height} is still the one that was noted.")


def check_statement(statement: Json, trusted: list[bytes], known: dict[int, str] | None) -> None:
    """The signature of the whole statement without `signature`, and the block that it points at."""
    signed = {name: value for name, value in statement.items() if name != "signature"}
    signature = statement["signature"]
    public_key = unhex(signature["publicKey"])
    if trusted and public_key not in trusted:
        raise Wrong(f"The statement is signed with key {key_id(public_key)}, which is none of those that you named.")
    check_signature(canonical(signed), unhex(signature["value"]), public_key, "the statement")
    print(f"Right: the statement is as it was signed with key {key_id(public_key)}.")
    root = statement.get("lab:auditRoot")
    if root and "header" in root:
        check_header(root, [unhex(root["public_key"])], trusted)
        height = root["header"]["height"]
        print(f"Right: block {height} of the log, sealed at {root['header']['sealed_at']}, is signed.")
        if known is not None:
            check_latest(root, known)
    say_whether_trusted(trusted)


def load(path: str) -> Json:
    """One JSON document; or, of a whole dump, one a line: the keys first, then a block each."""
    text = Path(path).read_text(encoding="utf-8")
    try:
        return read(text)
    except json.JSONDecodeError:
        lines = [read(line) for line in text.splitlines() if line]
        return {"keys": lines[0]["keys"], "blocks": lines[1:]}


def main(words: list[str] | None = None) -> int:
    asked = arguments().parse_args(words)
    try:
        trusted = [unhex(key) for key in asked.key]
        if asked.what == "receipt":
            check_receipt(load(asked.file), trusted)
        elif asked.what == "chain":
            latest = load(asked.latest) if asked.latest else None
            check_chain([load(path) for path in asked.files], trusted, latest)
        else:
            known = check_chain([load(path) for path in asked.chain], trusted, None) if asked.chain else None
            check_statement(load(asked.file), trusted, known)
    except Wrong as wrong:
        print(f"WRONG: {wrong}")
        return 1
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as trouble:
        print(f"This can't be read as what it should be ({type(trouble).__name__}: {trouble}).")
        return 2
    return 0


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    kinds = parser.add_subparsers(dest="what", required=True)
    for what in ("receipt", "chain", "statement"):
        kind = kinds.add_parser(what)
        kind.add_argument("--key", action="append", default=[], help="a public key that you trust, as hexadecimal")
        if what == "chain":
            kind.add_argument("files", nargs="+")
            kind.add_argument("--latest", help="latest.json, as you saved it earlier")
        else:
            kind.add_argument("file")
        if what == "statement":
            kind.add_argument("--chain", nargs="+", default=[])
    return parser


if __name__ == "__main__":
    sys.exit(main())
