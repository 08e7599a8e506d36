"""Memos per second as HTML, Word document and PDF, and the memory of the process that makes them.

The measuring is in parts/making_papers.py. This file has the name of a package that other measurements
import: whoever finds it instead is given the package.
"""

import sys

sys.path.append(sys.path.pop(0))  # this folder comes after the package's

if __name__ == "__main__":
    from bench.parts.making_papers import main

    main()
else:
    del sys.modules[__name__]
    import papers  # noqa: F401  what was asked for
