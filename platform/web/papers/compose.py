"""A child process that sets one paper: its JSON on the standard input, the PDF on the standard output.

By itself, because the typesetter keeps what it has set in memory: a hundred pages are a hundred megabytes that the
parent must not carry on.
"""

import json
import sys
from pathlib import Path

import fontpkg_source_sans_3
import typst


def main() -> None:
    text = sys.stdin.buffer.read().decode()
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[fontpkg_source_sans_3.ROOT])
    compiler = typst.Compiler(
        Path(__file__).with_name("paper.typ"),
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs={"paper": text},
    )
    made = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=json.loads(text)["made_at"])
    assert isinstance(made, bytes)  # noqa: S101 -- one file is asked for
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
