"""Adds up the tests of a ctest log: the cases of each test that counts them, one for each that does not.

The last line printed is `N passed, N failed`; the exit status is 1 where something failed or nothing ran.
"""
import re
import sys

COUNTS = (
    re.compile(r"\[doctest\] test cases:\s*\d+ \|\s*(?P<passed>\d+) passed \|\s*(?P<failed>\d+) failed"),
    re.compile(r"^(?P<passed>\d+) passed, (?P<failed>\d+) failed$", re.MULTILINE),
)
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def count(log):
    passed = failed = 0
    for test in re.split(r"^\d+/\d+ Testing: ", log, flags=re.MULTILINE)[1:]:
        ok = re.search(r"^Test Passed\.$", test, re.MULTILINE) is not None
        cases = [m for m in (pattern.search(test) for pattern in COUNTS) if m]
        good = int(cases[-1]["passed"]) if cases else int(ok)
        bad = int(cases[-1]["failed"]) if cases else 0
        # A test that crashed or timed out has counted too few.
        if not ok and bad == 0:
            bad = 1
        passed += good
        failed += bad
    return passed, failed


def main():
    try:
        with open(sys.argv[1], encoding="utf-8", errors="replace") as log:
            passed, failed = count(COLOUR.sub("", log.read()))
    except OSError as error:
        print(error, file=sys.stderr)
        passed, failed = 0, 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
