"""Make `.venv` and fill it from the pinned requirements, only when they have changed.

Run by any Python, before anything is installed (standard library only): `python3 -I install.py run|dev`.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)
NEWER_PYTHONS = ("python3.14", "python3.13", "python3.12", "python3.11")


def main() -> None:
    wanted = sys.argv[1] if len(sys.argv) > 1 else "run"
    use_a_python_new_enough()
    if not venv_answers():
        make_venv()
    if is_installed(wanted):
        return
    print(f"Installing the requirements (requirements/{wanted}.txt): only when they change …", flush=True)
    pip("install", "--quiet", "--require-hashes", "-r", str(ROOT / "requirements" / f"{wanted}.txt"))
    pip("install", "--quiet", "--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    stamp(wanted).write_text(fingerprint())


def use_a_python_new_enough() -> None:
    """Start again under a newer Python of the path when this one is too old, or stop with a sentence."""
    if sys.version_info >= OLDEST:
        return
    for name in NEWER_PYTHONS:
        found = shutil.which(name)
        if found:
            os.execv(found, [found, "-I", __file__, *sys.argv[1:]])  # noqa: S606 - no shell is wanted
    stop(
        "Python {}.{} is too old: Visible Hands needs 3.11 or newer (make PYTHON=/path/to/python …).".format(
            *sys.version_info
        )
    )


def venv_answers() -> bool:
    """Is there a virtual environment whose Python still runs and has pip?"""
    if not PYTHON.exists():
        return False
    return subprocess.run([PYTHON, "-c", "import pip"], capture_output=True, check=False).returncode == 0


def make_venv() -> None:
    if importlib.util.find_spec("ensurepip") is None:
        stop(
            f"{sys.executable} has no `ensurepip`, so it cannot make a virtual environment. "
            "Install its package (Debian, Ubuntu: python3-venv) or take another: make PYTHON=/path/to/python"
        )
    if VENV.exists() and not (VENV / "pyvenv.cfg").exists():
        stop(f"{VENV} is in the way: it is no virtual environment. Move it, then start again.")
    print(f"Making the virtual environment .venv with Python {sys.version.split()[0]} …", flush=True)
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=False)
    if made.returncode:
        stop("The virtual environment could not be made: the lines above say why.")


def is_installed(wanted: str) -> bool:
    """The development requirements contain those of `run`, so either stamp will do for it."""
    enough = {"run": ("run", "dev")}.get(wanted, (wanted,))
    return any(stamp(name).exists() and stamp(name).read_text() == fingerprint() for name in enough)


def stamp(name: str) -> Path:
    return VENV / f"installed-{name}.sha256"


def fingerprint() -> str:
    """What the environment was made from: the pins, the project's own packaging, and its place."""
    digest = hashlib.sha256(str(ROOT).encode())
    for source in (*sorted((ROOT / "requirements").glob("*.txt")), ROOT / "pyproject.toml"):
        digest.update(source.read_bytes())
    return digest.hexdigest()


def pip(*arguments: str) -> None:
    command = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", *arguments]
    if subprocess.run(command, check=False, cwd=ROOT).returncode:
        stop("The requirements could not be installed: the lines above say why. Nothing else was changed.")


def stop(sentence: str) -> None:
    print(sentence, file=sys.stderr)
    raise SystemExit(1)


if __name__ == "__main__":
    main()
