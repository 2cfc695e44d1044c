"""Holds the rules of the repository that no compiler sees: who may include whom, what every folder tells about itself,
and that generated pages are fresh. Usage: check_repository.py ROOT PHONON. The last line is `N passed, N failed`.
"""
import os
import re
import subprocess
import sys
from pathlib import Path

# What the files of a folder may include, beside their own folder: folders, or single headers.
ALLOWED = {
    "base": [],
    "pattern": ["base/"],
    "dsp": ["base/"],
    "lang": ["base/", "pattern/", "dsp/unit/facts.hpp", "dsp/unit/table.hpp"],
    "graph": ["base/", "pattern/", "dsp/"],
    "compile": ["base/", "pattern/", "dsp/", "lang/", "graph/"],
    "engine": ["base/", "pattern/", "dsp/", "lang/", "graph/", "compile/"],
    "io": ["base/", "pattern/", "dsp/", "lang/", "graph/", "compile/", "engine/"],
    "api": ["base/", "pattern/", "dsp/", "lang/", "graph/", "compile/", "engine/", "io/"],
    "apps": ["api/phonon.h"],
}
# What a folder may not include although the rule above would let it: graph sees no text of programs.
FORBIDDEN = {"graph": ["base/diagnostics.hpp", "base/text_span.hpp"]}

INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.MULTILINE)
# Paths of one person's machine have no place in a file that others read.
MACHINE_PATHS = re.compile(r"(?<![\w.$}~-])/(?:home|Users|work|root)/[\w.-]+")
LONGEST_FILE = 400
SOURCES = {".cpp", ".hpp", ".h", ".c"}


def files_of(root):
    listed = subprocess.run(["git", "-C", root, "ls-files", "-co", "--exclude-standard", "-z"], capture_output=True)
    if listed.returncode == 0:
        names = listed.stdout.decode().split("\0")
    else:  # an unpacked archive
        names = [str(p.relative_to(root)) for p in Path(root).rglob("*") if "build" not in p.relative_to(root).parts]
    return [Path(n) for n in names if n and (Path(root) / n).is_file()]


def sources_of(root):
    return [f for f in files_of(root) if f.parts[0] == "src" and f.suffix in SOURCES]


def may_include(folder, header):
    if header.startswith(f"{folder}/"):
        return True
    allowed = any(header == a or (a.endswith("/") and header.startswith(a)) for a in ALLOWED[folder])
    return allowed and header not in FORBIDDEN.get(folder, [])


def folders_include_only_what_they_may(root, _):
    faults = []
    for file in sources_of(root):
        folder = file.parts[1]
        if folder not in ALLOWED:
            faults.append(f"{file}: no rule says what {folder}/ may include")
            continue
        for header in INCLUDE.findall((Path(root) / file).read_text()):
            if "/" in header and not may_include(folder, header):
                faults.append(f"{file} includes {header}")
    return faults


def includes_name_their_folder(root, _):
    """`#include "x.hpp"` without a folder means another file wherever it stands; generated rows (.inc) are no headers."""
    faults = []
    for file in sources_of(root):
        for header in INCLUDE.findall((Path(root) / file).read_text()):
            if "/" not in header and not header.endswith(".inc"):
                faults.append(f"{file} includes {header} without its folder")
    return faults


def the_interface_is_one_header(root, _):
    """The command line is a user of the library like any other."""
    faults = []
    for file in sources_of(root):
        if file.parts[1] == "apps":
            for header in INCLUDE.findall((Path(root) / file).read_text()):
                if header != "api/phonon.h" and not header.startswith("apps/"):
                    faults.append(f"{file} includes {header}")
    return faults


def headers_say_what_they_are_for(root, _):
    return [str(f) for f in sources_of(root)
            if f.suffix in (".hpp", ".h") and not (Path(root) / f).read_text().startswith(("//", "/*"))]


def headers_are_read_once(root, _):
    return [str(f) for f in sources_of(root) if f.suffix == ".hpp" and "#pragma once" not in (Path(root) / f).read_text()]


def nine_files_in_ten_are_short(root, _):
    lengths = {f: (Path(root) / f).read_text().count("\n") for f in sources_of(root)}
    long = [f"{f}: {n} lines" for f, n in lengths.items() if n >= LONGEST_FILE]
    return long if len(long) * 10 > len(lengths) else []


def every_folder_has_a_readme(root, _):
    folders = {f.parts[:2] for f in files_of(root) if f.parts[0] == "src" and len(f.parts) > 2}
    wanted = [Path(*f) / "README.md" for f in sorted(folders)] + [Path("src/README.md")]
    return [str(w) for w in wanted if not (Path(root) / w).is_file()]


def no_file_names_a_machine(root, _):
    faults = []
    for file in files_of(root):
        try:
            text = (Path(root) / file).read_text()
        except UnicodeDecodeError:
            continue
        faults += [f"{file}: {m.group()}" for m in MACHINE_PATHS.finditer(text)]
    return faults


def text_is_tidy(root, _):
    faults = []
    for file in files_of(root):
        if file.suffix not in SOURCES | {".py", ".md", ".cmake", ".ph", ".sh"} or "data" in file.parts:
            continue
        text = (Path(root) / file).read_text()
        if text and not text.endswith("\n"):
            faults.append(f"{file}: no newline at the end")
        for number, line in enumerate(text.split("\n"), 1):
            if line != line.rstrip() or "\t" in line:
                faults.append(f"{file}:{number}: blanks at the end or tabs")
            if file.suffix in SOURCES and len(line) > 120:
                faults.append(f"{file}:{number}: {len(line)} characters")
    return faults


def the_reference_is_fresh(root, phonon):
    made = subprocess.run([phonon, "doc", "--markdown"], capture_output=True, check=True).stdout
    page = Path(root) / "docs/reference.md"
    if page.is_file() and page.read_bytes() == made:
        return []
    return ["docs/reference.md differs from what `phonon doc --markdown` gives; write it anew"]


RULES = [
    folders_include_only_what_they_may,
    includes_name_their_folder,
    the_interface_is_one_header,
    headers_say_what_they_are_for,
    headers_are_read_once,
    nine_files_in_ten_are_short,
    every_folder_has_a_readme,
    no_file_names_a_machine,
    text_is_tidy,
    the_reference_is_fresh,
]


def main():
    root, phonon = sys.argv[1], os.path.abspath(sys.argv[2])
    passed = failed = 0
    for rule in RULES:
        faults = rule(root, phonon)
        passed += not faults
        failed += bool(faults)
        if faults:
            print(f"{rule.__name__.replace('_', ' ')}: broken by")
            print("\n".join(f"  {f}" for f in faults[:40]))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
