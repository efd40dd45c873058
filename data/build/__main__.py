"""Entry point of ``python -m data.build``."""

from data.build.make import main

if __name__ == "__main__":
    main()
