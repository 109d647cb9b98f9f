"""Everything that is kept about a worker, in one signed archive (GDPR articles 15 and 20; décret 2021-952).

A file of JSON for each kind of row, figures with what they mean, a manifest with the hash of every file, and the site's
signature of that manifest: who changes a byte is found out. Made in the background; it can be cancelled.
"""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from typing import IO, Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import get_language, override

from accounts.models import User
from tasks.domain.media import storage
from transparency.domain.sealing import keys
from web.domain.sole import held_alone
from workers.models import DataArchive
from workers.papers import archive_words, own_rows
from workers.papers.archive_figures import figures_of

MOST_ATTEMPTS = 3
# So many rows are written between two looks at whether it is still wanted.
STEP = 2000
KEPT = timedelta(days=7)
MANIFEST, SIGNATURE, PUBLIC_KEY = "manifest.json", "manifest.sig", "public-key.json"
# The first number of the advisory locks that say "this archive is being made"; the second is the archive's.
_LOCKS = 7_103
State = DataArchive.State


class Stopped(Exception):
    """It was cancelled while it was made."""


@transaction.atomic
def ask(*, worker: User, at: datetime) -> DataArchive:
    """An archive to be made in the background, in the language of the moment. One that waits is given again."""
    User.objects.select_for_update(no_key=True).get(pk=worker.pk)
    waiting = of(worker=worker).filter(state=State.WAITING).first()
    if waiting is not None:
        return waiting
    return DataArchive.objects.create(
        worker=worker,
        language=(get_language() or "en")[:2],
        row_count=own_rows.count_of(worker),
        asked_at=at,
    )


def of(*, worker: User) -> QuerySet[DataArchive]:
    """A worker's archives, newest first."""
    return DataArchive.objects.filter(worker=worker).order_by("-asked_at", "-pk")


def cancel(*, archive: DataArchive) -> bool:
    """Make it no more; False when it was too late. Safe to repeat."""
    return DataArchive.objects.filter(pk=archive.pk, state=State.WAITING).update(state=State.CANCELLED) > 0


def remove(*, archive: DataArchive) -> bool:
    """Let the file of a finished archive go at once; False when there is none. Safe to repeat.

    The file goes first: broken off in between, the next call ends it.
    """
    kept = DataArchive.objects.filter(pk=archive.pk, state=State.DONE).first()
    if kept is None:
        return False
    default_storage.delete(kept.key)
    return DataArchive.objects.filter(pk=kept.pk, state=State.DONE).update(state=State.REMOVED, key="") > 0


def let_go(*, at: datetime) -> int:
    """Remove the files whose days are over; how many. Safe to repeat: the clock calls this."""
    return sum(remove(archive=one) for one in DataArchive.objects.filter(state=State.DONE, done_at__lt=at - KEPT))


def waiting_ids() -> list[int]:
    """The archives that are asked for and not made yet, oldest first."""
    return list(DataArchive.objects.filter(state=State.WAITING).order_by("pk").values_list("pk", flat=True))


def make(*, archive_id: int, at: datetime) -> None:
    """Make a waiting archive. Repeated it changes nothing; called twice at once, the second goes away.

    Killed at any point it can be called again, three times in all; then it has failed.
    """
    with held_alone(what=_LOCKS, number=archive_id) as is_ours:
        if is_ours and _begin(archive_id):
            _make(DataArchive.objects.select_related("worker").get(pk=archive_id), at)


def _begin(archive_id: int) -> bool:
    waiting = DataArchive.objects.filter(pk=archive_id, state=State.WAITING)
    if waiting.filter(attempts__lt=MOST_ATTEMPTS).update(attempts=F("attempts") + 1, rows_written=0):
        return True
    waiting.update(state=State.FAILED)
    return False


def _make(archive: DataArchive, at: datetime) -> None:
    with override(archive.language), tempfile.TemporaryFile() as spool:
        try:
            write(archive=archive, spool=spool, at=at)
        except Stopped:
            return
        spool.seek(0)
        key = storage.save_stream(spool, extension="zip")
    own = DataArchive.objects.filter(pk=archive.pk, state=State.WAITING)
    if not own.update(state=State.DONE, key=key, sha256=storage.sha256_of(key), done_at=at):
        default_storage.delete(key)


def write(*, archive: DataArchive, spool: IO[bytes], at: datetime) -> None:
    """Write all files, the manifest that names them, and its signature. Raises Stopped once it was cancelled."""
    worker, files = archive.worker, list[dict[str, Any]]()
    with zipfile.ZipFile(spool, "w", zipfile.ZIP_DEFLATED) as file:
        for part in own_rows.PARTS:
            rows = _counted(own_rows.records(part, worker), archive)
            files.append(_write_rows(file, archive, part.name, str(part.says), rows))
        rows = _counted(own_rows.transfer_records(worker), archive)
        files.append(_write_rows(file, archive, "transfers", archive_words.transfers(), rows))
        figures = _text(figures_of(worker=worker, at=at))
        files.append(_write_text(file, archive, "figures.json", archive_words.figures(), figures))
        readme = archive_words.readme(files=files, worker=worker, at=at)
        files.append(_write_text(file, archive, "README.txt", archive_words.this_file(), readme))
        manifest = _text(_manifest(archive, files, at)).encode()
        file.writestr(_entry(archive, MANIFEST), manifest)
        _sign(file, archive, manifest)


def _sign(file: zipfile.ZipFile, archive: DataArchive, manifest: bytes) -> None:
    """Put the signature of the manifest beside it, and the public key that it is checked with."""
    if not keys.is_open():
        return
    signature = keys.sign(manifest)
    known = keys.public_key()
    file.writestr(_entry(archive, SIGNATURE), signature.value.hex())
    if known is not None:
        told = {"key_id": signature.key_id, "algorithm": "Ed25519", "public_key": bytes(known.public_key).hex()}
        file.writestr(_entry(archive, PUBLIC_KEY), _text(told))


def _manifest(archive: DataArchive, files: list[dict[str, Any]], at: datetime) -> dict[str, Any]:
    return {
        "archive": archive.public_id,
        "made_at": at.isoformat(),
        "worker": archive.worker.email,
        "files": files,
        "left_out": {name: str(why) for name, why in own_rows.LEFT_OUT.items()},
    }


def _counted(rows: Iterable[own_rows.Json], archive: DataArchive) -> Iterator[own_rows.Json]:
    """The same rows; their number is written down now and then, and nothing goes on once it was cancelled."""
    own, count = DataArchive.objects.filter(pk=archive.pk, state=State.WAITING), 0
    for row in rows:
        yield row
        count += 1
        if count % STEP == 0 and not own.update(rows_written=F("rows_written") + STEP):
            raise Stopped
    if not own.update(rows_written=F("rows_written") + count % STEP):
        raise Stopped


def _write_rows(
    file: zipfile.ZipFile, archive: DataArchive, name: str, says: str, rows: Iterable[own_rows.Json]
) -> dict[str, Any]:
    """One array of objects, a row a line; what the manifest says of the file."""
    digest, count = sha256(), 0
    with file.open(_entry(archive, f"{name}.json"), "w", force_zip64=True) as raw:
        for row in rows:
            line = (",\n" if count else "[\n") + json.dumps(row, ensure_ascii=False)
            raw.write(line.encode())
            digest.update(line.encode())
            count += 1
        end = b"\n]\n" if count else b"[]\n"
        raw.write(end)
        digest.update(end)
    return {"name": f"{name}.json", "holds": says, "rows": count, "sha256": digest.hexdigest()}


def _write_text(file: zipfile.ZipFile, archive: DataArchive, name: str, says: str, text: str) -> dict[str, Any]:
    file.writestr(_entry(archive, name), text)
    return {"name": name, "holds": says, "sha256": sha256(text.encode()).hexdigest()}


def _entry(archive: DataArchive, name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, archive.asked_at.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def _text(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def verify(*, file: IO[bytes], public_key: bytes) -> bool:
    """Whether an archive is as it was made: signed by the holder of `public_key`, every file with its own hash.

    A file that the manifest doesn't name makes it another archive.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = archive.read(MANIFEST)
            signature = bytes.fromhex(archive.read(SIGNATURE).decode())
            if not keys.is_signed(message=manifest, signature=signature, public_key=public_key):
                return False
            told = {each["name"]: each["sha256"] for each in json.loads(manifest)["files"]}
            own = {MANIFEST, SIGNATURE, PUBLIC_KEY}
            names = [name for name in archive.namelist() if name not in own]
            return sorted(names) == sorted(told) and all(
                sha256(archive.read(name)).hexdigest() == told[name] for name in names
            )
    except (zipfile.BadZipFile, KeyError, ValueError, NotImplementedError, OSError):
        return False
