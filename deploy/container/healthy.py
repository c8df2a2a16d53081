"""Ask the server in this container whether its main station sounds: exit 0 if so, else 1 and a line why.

It imports next to nothing, since it runs every half minute beside the music.
"""

import os
import ssl
import sys
from urllib.error import URLError
from urllib.request import urlopen

_PATIENCE_S = 5.0


def main() -> int:
    """Ask once, on loopback: with TLS the certificate is for another name, so it is not looked at."""
    tls = os.environ.get("AURALIS_ENABLE_SSL", "false").lower() in ("1", "true", "yes", "on")
    port = os.environ.get("AURALIS_PORT", "8000")
    url = f"{'https' if tls else 'http'}://127.0.0.1:{port}/api/v1/ready"
    unseen = ssl._create_unverified_context() if tls else None  # noqa: S323, SLF001  # as said above
    try:
        with urlopen(url, timeout=_PATIENCE_S, context=unseen) as answer:  # noqa: S310  # as built above
            sys.stdout.write(answer.read().decode() + "\n")
    except (URLError, OSError) as error:
        sys.stderr.write(f"{url}: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
