"""`python -m config.embedded run|test|prepare|catalogues`, behind bin/run and bin/test."""

import sys

from config.embedded import catalogues, preparing, running, testing


def main() -> int:
    word, *rest = sys.argv[1:] or [""]
    if word == "run":
        return running.main(rest)
    if word == "test":
        return testing.main(rest)
    if word == "prepare":
        return preparing.main()
    if word == "catalogues":
        catalogues.compile_stale()
        return 0
    sys.exit("usage: python -m config.embedded run|test|prepare|catalogues")


if __name__ == "__main__":
    sys.exit(main())
